import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseArguments } from '../../../src/terminal/arguments.js';
import { commands } from '../../../src/terminal/commands/index.js';
import { readmeTable } from '../../../src/terminal/help.js';

describe('README', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

  it('lists the commands as the help does', () => {
    const [, listed = ''] = /<!-- commands -->\n([^]*)<!-- \/commands -->/.exec(readme) ?? [];
    const cells = (table: string): string[][] =>
      table
        .trim()
        .split('\n')
        .filter((row) => row.includes('`'))
        .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    assert.deepEqual(cells(listed), cells(readmeTable(commands)));
  });

  it('shows commands that the terminal understands, also in its workflow for pull requests', () => {
    const [, workflow = ''] = /```yaml\n(name: Evaluate[^]*?)```/.exec(readme) ?? [];
    const { jobs } = parse(workflow) as { jobs: Record<string, { steps: { run?: string }[] }> };
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const shown = [...readme.matchAll(/```sh\n([^]*?)```/g)].map(([, lines = '']) => lines);
    const lines = [...runs, ...shown].flatMap((text) => text.split('\n'));
    const typed = lines.flatMap((line) => /^prompt-rollout ([^#]*)/.exec(line)?.[1]?.trim() ?? []);
    assert.ok(typed.some((line) => line.includes('--baseline "origin/$BASE" --markdown report.md --junit report.xml')));
    for (const line of typed) assert.ok(parseArguments(line.split(/ +/), commands).command, line);
  });
});
