import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands } from '../../../src/terminal/commands/index.js';
import { readmeTable } from '../../../src/terminal/help.js';

describe('README', () => {
  it('lists the commands as the help does', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, listed = ''] = /<!-- commands -->\n([^]*)<!-- \/commands -->/.exec(readme) ?? [];
    const cells = (table: string): string[][] =>
      table
        .trim()
        .split('\n')
        .filter((row) => row.includes('`'))
        .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    assert.deepEqual(cells(listed), cells(readmeTable(commands)));
  });
});
