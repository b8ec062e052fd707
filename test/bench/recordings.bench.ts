import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './benchResult.js';
import { writeLarge, type Use } from './largeRecordings.js';

const gigabyte = 1024 ** 3;

/** A recordings file of a gigabyte: what it takes to open it, to replay from it, and to add to it. */
export async function bench(): Promise<BenchResult[]> {
  const parent = fileURLToPath(new URL('../../.local/tmp/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const root = realpathSync(mkdtempSync(join(parent, 'recordings-')));
  try {
    const idle = inProcess(root, 0, false);
    const count = await writeLarge(root, gigabyte);
    const read = inProcess(root, count, false);
    const written = inProcess(root, count, true);
    return [
      { name: `open 1 GB with ${count} recordings`, value: read.open, unit: 'ms' },
      { name: 'the same, of the processor', value: read.openCpu, unit: 'ms' },
      { name: 'longest hold of the event loop, by the clock', value: read.hold.clock, unit: 'ms' },
      { name: 'the same, of the processor (target 50 ms)', value: read.hold.processor, unit: 'ms', limit: 150 },
      { name: 'replay 10,000 of them', value: read.replay, unit: 'ms' },
      { name: 'peak memory', value: read.peak, unit: 'MB', limit: 450 },
      { name: 'peak memory where there are none', value: idle.peak, unit: 'MB' },
      { name: 'add one and write the file anew', value: written.close, unit: 'ms' },
      { name: 'longest hold of the event loop until then, by the clock', value: written.hold.clock, unit: 'ms' },
      { name: 'the same, of the processor (target 50 ms)', value: written.hold.processor, unit: 'ms', limit: 150 },
      { name: 'peak memory of that', value: written.peak, unit: 'MB', limit: 600 },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** In a process of its own, whose memory is nobody else's. */
function inProcess(root: string, count: number, write: boolean): Use {
  const module = new URL('./largeRecordings.ts', import.meta.url).href;
  const script = `
    const { useLarge } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await useLarge(${JSON.stringify(root)}, ${count}, ${write})));`;
  const args = ['--import=tsx', '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Use;
}
