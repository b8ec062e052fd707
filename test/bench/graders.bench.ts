import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BenchResult } from './benchResult.js';
import { median } from './median.js';

const turns = 5;

/** How long grading takes in a thread of its own. */
export async function bench(): Promise<BenchResult[]> {
  const { ask, worker } = startGrading();
  try {
    const first = await ask('four');
    const later: Measured[] = [];
    for (let turn = 0; turn < turns; turn += 1) later.push(await ask('four'));
    const hostile = await ask('hostile');
    return [
      { name: '10,000 outputs × 4 graders, the first time (target 1,000 ms)', value: first.milliseconds, unit: 'ms' },
      { name: 'the same, warm', value: median(later.map(({ milliseconds }) => milliseconds)), unit: 'ms' },
      { name: 'heap in use afterwards', value: later.at(-1)!.megabytes, unit: 'MB' },
      { name: 'grades that are not passes', value: first.others, unit: '', limit: 0 },
      { name: '10,000 regex checks, one in a thousand catastrophic', value: hostile.milliseconds, unit: 'ms' },
      { name: 'of them not stopped', value: 10 - hostile.others, unit: '', limit: 0 },
    ];
  } finally {
    await worker.terminate();
  }
}

/** Milliseconds that a thread takes for four checks of each of 10,000 outputs, the first time. */
export async function gradingMilliseconds(): Promise<number> {
  const { ask, worker } = startGrading();
  try {
    return (await ask('four')).milliseconds;
  } finally {
    await worker.terminate();
  }
}

function startGrading() {
  const worker = new Worker(new URL('./graders/worker.mjs', import.meta.url));
  const ask = async (what: string): Promise<Measured> => {
    worker.postMessage(what);
    const [measured] = (await once(worker, 'message')) as [Measured];
    return measured;
  };
  return { worker, ask };
}

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
  /** Grades that are not passes. */
  readonly others: number;
}
