import { rmSync } from 'node:fs';
import { countVersions, historyPage } from '../../src/workspace/history.js';
import { openRepository, type Repository } from '../../src/workspace/repository.js';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { importHistory, type ImportedCommit } from '../unit/workspace/importHistory.js';
import type { BenchResult } from './benchResult.js';
import { median } from './median.js';

const commitCount = 10_000;
const path = 'prompts/support-reply.prompt.yml';
const oldPath = 'prompts/reply.prompt.yml';
const rules = Array.from({ length: 40 }, (_, line) => `  - Rule ${line}: be kind.`).join('\n');
const prompt = (number: number): string => `messages:\n${rules}\n  - Version ${number}\n`;
const minute = (number: number): number => 1_600_000_000 + number * 60;

/** How long the first page of a long history takes, next to what git itself needs, and how long its ordinals take. */
export async function bench(): Promise<BenchResult[]> {
  return [
    ...(await measure('a straight history', straight(commitCount - 4000))),
    ...(await measure('a history of merged branches', merged())),
    ...(await measure('a rename on the first page', straight(commitCount - 20))),
  ];
}

async function measure(name: string, commits: readonly ImportedCommit[]): Promise<BenchResult[]> {
  const { root } = gitFixture();
  try {
    importHistory(root, commits);
    const repository = await openRepository(root);
    if (!repository) throw new Error('no repository');
    const page = await inTurns(
      () => historyPage(repository, path),
      () => plainLog(repository),
    );
    const counting = await inTurns(() => countVersions(repository, path));
    return [
      { name: `${name}: git log -n 50`, value: page[1] ?? NaN, unit: 'ms' },
      { name: `${name}: first page of ${commitCount} commits`, value: page[0] ?? NaN, unit: 'ms' },
      { name: `${name}: first page / git log -n 50`, value: (page[0] ?? NaN) / (page[1] ?? NaN), unit: '×', limit: 3 },
      { name: `${name}: ordinals`, value: counting[0] ?? NaN, unit: 'ms' },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function plainLog({ git }: Repository): Promise<Buffer> {
  return git.run(['log', '-n', '50', '--', path]);
}

/** The median time of each step in milliseconds; the steps take turns, so that a slow moment meets all of them. */
async function inTurns(...steps: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = steps.map((): number[] => []);
  for (let turn = 0; turn < 9; turn += 1) {
    for (const [index, step] of steps.entries()) {
      const start = performance.now();
      await step();
      times[index]?.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/** Every third commit changes the prompt, which is renamed once. */
function straight(renamedAt: number): ImportedCommit[] {
  return Array.from({ length: commitCount }, (_, number) => {
    const name = number < renamedAt ? oldPath : path;
    const files: Record<string, string | null> =
      number % 3 === 0 || number === renamedAt ? { [name]: prompt(number) } : others(number);
    if (number === renamedAt) files[oldPath] = null;
    return { parents: number === 0 ? [] : [number - 1], time: minute(number), files };
  });
}

/** Every second commit merges a branch of one commit; every third branch changes the prompt. */
function merged(): ImportedCommit[] {
  return Array.from({ length: commitCount }, (_, number) => {
    const time = minute(number);
    if (number === 0) return { parents: [], time, files: { [path]: prompt(0) } };
    const files = number % 6 === 1 ? { [path]: prompt(number) } : others(number);
    // A merge brings what its branch changed; git takes the tree from its first parent, so it is written again.
    if (number % 2 === 1) return { parents: [number - 1], time, files };
    return {
      parents: [number - 2, number - 1],
      time,
      files: number % 6 === 2 ? { [path]: prompt(number - 1) } : others(number - 1),
    };
  });
}

/** The rest of a repository: 400 files in 20 folders. */
function others(number: number): Record<string, string> {
  return { [`src/part-${number % 20}/file-${number % 400}.ts`]: `export const change = ${number};\n` };
}
