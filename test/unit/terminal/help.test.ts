import assert from 'node:assert/strict';
import { commonOptions } from '../../../src/terminal/arguments.js';
import { commands } from '../../../src/terminal/commands/index.js';
import { commandHelp, generalHelp, readmeTable, usageOf } from '../../../src/terminal/help.js';

describe('the help', () => {
  it('names every command, what it takes and what it does', () => {
    const help = generalHelp(commands, commonOptions);
    for (const { name, summary } of commands) {
      assert.match(help, new RegExp(`^  ${name}( |$).*`, 'm'));
      assert.ok(help.includes(summary), name);
    }
    for (const option of Object.keys(commonOptions)) assert.ok(help.includes(`--${option}`), option);
  });

  it('has all commands of the design that work by now, and none twice', () => {
    const names =
      'adopt list history show diff render check eval forecast status start approve advance pause resume extend reapply takeover abort override revert tick watch log report';
    assert.deepEqual(commands.map(({ name }) => name).sort(), names.split(' ').sort());
  });

  it('tells of one command its options', () => {
    const extend = commands.find(({ name }) => name === 'extend');
    assert.equal(usageOf(extend), 'prompt-rollout extend [prompt] [options]');
    const help = commandHelp(extend!, commonOptions);
    assert.match(help, /^ {2}--until TIME {2}/m);
    assert.match(help, /^ {2}--reason WHY .*\(needed\)$/m);
    assert.match(help, /--yes/);
  });

  it('does not offer --yes where nothing asks', () => {
    const list = commands.find(({ name }) => name === 'list');
    assert.doesNotMatch(commandHelp(list!, commonOptions), /--yes/);
  });

  it('makes the table of the README', () => {
    const table = readmeTable(commands);
    assert.match(table, /^\| `extend \[prompt\] \[--by TIME\] \[--until TIME\] --reason WHY` \| .+ \|$/m);
    assert.equal(table.trimEnd().split('\n').length, commands.length + 2);
  });
});
