import assert from 'node:assert/strict';
import { HumanError } from '../../../src/prompts/humanError.js';
import { parseArguments } from '../../../src/terminal/arguments.js';
import { newDeadline } from '../../../src/terminal/commands/changes.js';
import { commands } from '../../../src/terminal/commands/index.js';

describe('the words after prompt-rollout', () => {
  const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean), commands);
  const problem = (line: string): string => {
    try {
      parse(line);
    } catch (error) {
      if (error instanceof HumanError && error.trouble === 'input') return error.message;
      throw error;
    }
    return 'none';
  };

  it('are a command, its words and its options, in any order', () => {
    for (const line of ['start a/b --candidate v3 -y --environment live', '-e live --candidate=v3 start --yes a/b']) {
      const { command, positionals, options } = parse(line);
      assert.deepEqual(
        [
          command?.name,
          positionals,
          options.text('candidate'),
          options.flag('yes'),
          options.text('environment'),
          options.flag('json'),
          options.text('reason'),
        ],
        ['start', ['a/b'], 'v3', true, 'live', false, undefined],
      );
    }
  });

  it('can begin with a dash after --', () => {
    assert.deepEqual(parse('show -- -draft.md v1').positionals, ['-draft.md', 'v1']);
  });

  it('suggest what was meant', () => {
    assert.match(problem('statsu'), /There is no command "statsu"\. Did you mean "status"\?/);
    assert.match(problem('start --candidat v3'), /"start" has no option --candidat; did you mean --candidate\?/);
    assert.doesNotMatch(problem('zzzzzz'), /Did you mean/);
  });

  it('take only options of their command', () => {
    assert.match(problem('status --reason x'), /"status" has no option --reason/);
    assert.match(problem('--wrong'), /prompt-rollout has no option --wrong/);
    assert.match(problem('list --constructor'), /has no option --constructor/);
  });

  it('lack nothing and have nothing too much', () => {
    assert.match(problem('start a b'), /"b" is one word too many/);
    assert.match(problem('override a'), /"override" needs --reason WHY/);
    assert.match(problem('start --candidate'), /--candidate needs a value/);
    assert.match(problem('override a --reason='), /--reason needs a value/);
    assert.match(problem('list --json=1'), /--json takes no value/);
    assert.equal(problem('check a b c'), 'none');
    assert.equal(problem('override --help'), 'none');
  });

  it('cannot ask for an option that is not declared', () => {
    assert.throws(() => parse('list').options.flag('reason'), RangeError);
  });
});

describe('a new deadline', () => {
  it('is later by a time, or a moment', () => {
    assert.equal(newDeadline('2d', undefined)(1000), 1000 + 2 * 86_400_000);
    assert.equal(newDeadline(undefined, '2026-12-01')(1000), Date.parse('2026-12-01T00:00:00Z'));
    assert.equal(newDeadline(undefined, '2026-12-01T18:00:00+01:00')(0), Date.parse('2026-12-01T17:00:00Z'));
  });

  it('is one of the two, and can be read', () => {
    for (const [by, until] of [
      [undefined, undefined],
      ['2d', '2026-12-01'],
      ['2', undefined],
      ['soon', undefined],
      [undefined, '1'],
      [undefined, '2026-13-45'],
    ]) {
      assert.throws(() => newDeadline(by, until), { trouble: 'input' }, `${by} ${until}`);
    }
  });
});
