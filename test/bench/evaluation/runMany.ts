import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import type { EvaluationJobs } from '../../../src/evaluation/work/jobs.js';
import { promptWork } from '../../../src/prompts/work/promptWork.js';
import { evaluate } from '../../../src/project/evaluate.js';
import { longestHold, type Hold } from '../longestHold.js';
import { casesFile, prompt, promptFile, promptText } from './manyCases.js';

/** What an evaluation of many cases takes. */
export interface ManyRun {
  readonly passed: number;
  readonly failed: number;
  /** Milliseconds by the clock, from the request to the result, the start of the thread included. */
  readonly wall: number;
  /** Milliseconds of the processor, of all threads together. */
  readonly cpu: number;
  /** Of them those of the thread that reads, fills in, finds outputs and grades; NaN where the system does not tell. */
  readonly threadCpu: number;
  readonly hold: Hold;
  /** Megabytes of memory: before, and at most. */
  readonly before: number;
  readonly peak: number;
}

/**
 * Evaluates the cases of a folder from `writeMany` by its recordings, as terminal and editor do, with the bundled thread.
 * @param megabytes of heap that the thread may have, where that is fewer than usual
 */
export async function runMany(root: string, megabytes = Infinity): Promise<ManyRun> {
  await readFile(`${root}/${promptFile}`); // the threads that read files are there now
  const tasks = tasksNow();
  let ours: readonly string[] = [];
  process.on('worker', (worker: Worker) => {
    worker.once('online', () => (ours = tasksNow().filter((task) => !tasks.includes(task))));
  });
  let threadCpu = NaN;
  const work = promptWork<EvaluationJobs>(new URL('../../../dist/worker.js', import.meta.url));
  const measured: typeof work = {
    ...work,
    apart: (limits) => {
      const thread = work.apart({ ...limits, megabytes: Math.min(limits.megabytes, megabytes) });
      const dispose = (): void => {
        threadCpu = taskCpu(ours);
        thread.dispose();
      };
      return { ...thread, dispose };
    },
  };
  const place = {
    root,
    files: [casesFile, promptFile],
    settings: { provider: { type: 'recorded' }, prices: {} },
    trusted: true,
    token: () => Promise.resolve(undefined),
    work: measured,
    now: Date.now,
  } as const;
  const candidate = { version: '0123456789ab', text: { path: promptFile, text: promptText, includes: {} } };
  const request = { prompt: { id: prompt, name: prompt }, candidate, mode: 'replay', samples: 1 } as const;

  const before = process.memoryUsage.rss() / 2 ** 20;
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const hold = longestHold();
  const { summary } = await evaluate(place, request, new AbortController().signal);
  const wall = performance.now() - start;
  const used = process.cpuUsage(cpu);
  const longest = hold();
  const peak = process.resourceUsage().maxRSS / 1024;
  const all = (used.user + used.system) / 1000;
  const { passed, failed } = summary;
  return { passed, failed, wall, cpu: all, threadCpu, hold: longest, before, peak };
}

/** The threads of this process, as Linux knows them. */
function tasksNow(): readonly string[] {
  return existsSync('/proc/self/task') ? readdirSync('/proc/self/task') : [];
}

/** Milliseconds of the processor that threads took until now. */
function taskCpu(tasks: readonly string[]): number {
  const times = tasks.map((task) => Number(readFileSync(`/proc/self/task/${task}/schedstat`, 'utf8').split(' ')[0]));
  return times.length === 0 ? NaN : times.reduce((sum, time) => sum + time) / 1e6;
}
