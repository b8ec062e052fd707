import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../src/prompts/humanError.js';
import type { BenchResult } from './benchResult.js';
import { isBad, writeMany } from './evaluation/manyCases.js';
import { passedByPromptfoo, runPromptfoo } from './evaluation/promptfooRun.js';
import type { ManyRun } from './evaluation/runMany.js';
import { gradingMilliseconds } from './graders.bench.js';
import { installPromptfoo, promptfooVersion } from './oracle/promptfoo.js';

const [few, many, most] = [100, 10_000, 100_000];

/** Many cases with four checks each and recorded outputs: ours from end to end, ten times as many, and promptfoo. */
export async function bench(): Promise<BenchResult[]> {
  const parent = fileURLToPath(new URL('../../.local/tmp/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const root = realpathSync(mkdtempSync(join(parent, 'cases-')));
  const folderOf = (count: number): string => join(root, String(count));
  try {
    for (const count of [few, many, most]) await writeMany(folderOf(count), count);
    const ours = inProcess(folderOf(many));
    const [narrow, narrowMost] = [inProcess(folderOf(many), narrowHeap), inProcess(folderOf(most), narrowHeap)];
    const wrong = wrongOf(ours, many) + wrongOf(narrow, many) + wrongOf(narrowMost, most);
    return [
      { name: '10,000 cases read, replayed, graded, from end to end: by the clock', value: ours.wall, unit: 'ms' },
      { name: 'the same, of the processor, all threads', value: ours.cpu, unit: 'ms' },
      { name: 'of it the thread that evaluates', value: ours.threadCpu, unit: 'ms' },
      { name: 'longest hold of the main thread, by the clock', value: ours.hold.clock, unit: 'ms' },
      { name: 'the same, of the processor (target 50 ms)', value: ours.hold.processor, unit: 'ms', limit: 150 },
      { name: 'memory it grew by at most', value: ours.peak - ours.before, unit: 'MB', limit: 200 },
      { name: 'cases with another verdict than they should have', value: wrong, unit: '', limit: 0 },
      { name: '10,000 cases with a heap of 128 MB: peak memory', value: narrow.peak, unit: 'MB' },
      { name: '100,000 cases with the same heap: peak memory', value: narrowMost.peak, unit: 'MB' },
      {
        name: 'ten times as many cases, so much more memory',
        value: narrowMost.peak / narrow.peak,
        unit: '×',
        // Half a kilobyte is kept of each, in two threads.
        limit: 2,
      },
      ...(await besidePromptfoo(folderOf(few), folderOf(many), ours)),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Where there is enough memory V8 lets garbage lie: how much is needed shows only where there is little. In megabytes. */
const narrowHeap = 128;

/** In a process of its own, whose memory is nobody else's. */
function inProcess(root: string, megabytes?: number): ManyRun {
  const module = new URL('./evaluation/runMany.ts', import.meta.url).href;
  const script = `
    const { runMany } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await runMany(${JSON.stringify(root)}, ${megabytes})));`;
  const flags = megabytes === undefined ? [] : [`--max-old-space-size=${megabytes}`];
  const args = [...flags, '--import=tsx', '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as ManyRun;
}

function wrongOf({ passed, failed }: ManyRun, count: number): number {
  const bad = badOf(count);
  return Math.abs(failed - bad) + Math.abs(passed - (count - bad));
}

function badOf(count: number): number {
  return Array.from({ length: count }, (_, index) => index).filter(isBad).length;
}

async function besidePromptfoo(fewRoot: string, manyRoot: string, ours: ManyRun): Promise<readonly BenchResult[]> {
  const refused = await installPromptfoo().then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  if (refused !== undefined) {
    console.log(`  promptfoo not run: ${refused}`);
    return [];
  }
  console.log(
    `  promptfoo ${promptfooVersion} eval on Node 24: the same cases file, prompt and outputs (a provider in its process has` +
      ' them in memory); no cache, database, table, telemetry or network',
  );
  const passed = await passedByPromptfoo(fewRoot, few);
  const start = await runPromptfoo(fewRoot, few);
  const all = await runPromptfoo(manyRoot, many);
  const grading = await gradingMilliseconds();
  const net = { wall: all.wall - start.wall, cpu: all.cpu - start.cpu };
  return [
    { name: 'promptfoo, 10,000 cases: by the clock', value: all.wall, unit: 'ms' },
    { name: 'the same, of the processor', value: all.cpu, unit: 'ms' },
    { name: 'of it for its start and 100 cases, by the clock', value: start.wall, unit: 'ms' },
    { name: 'of 100 cases not judged as we do', value: few - badOf(few) - passed, unit: '', limit: 0 },
    { name: 'promptfoo without its start ÷ all of ours, by the clock', value: net.wall / ours.wall, unit: '×' },
    { name: 'the same, of the processor', value: net.cpu / ours.cpu, unit: '×' },
    {
      name: 'our thread for the four checks of 10,000 outputs alone, by the clock',
      value: grading,
      unit: 'ms',
      limit: 1000,
    },
    // The other way round, since a limit is the largest good value.
    {
      name: 'the same, in % of promptfoo (30 times slower)',
      value: (100 * grading) / net.wall,
      unit: '%',
      limit: 100 / 30,
    },
  ];
}
