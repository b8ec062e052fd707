import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jsonLines } from '../../src/evidence/sources/jsonLines.js';
import type { BenchResult } from './benchResult.js';
import { fields, query, telemetry } from './evidenceLines.js';

const lineCount = 200_000;
/** The best of so many counts: what else the machine does makes both slower, and not alike. */
const rounds = 8;

/** How fast telemetry is read, beside a loop that only parses the same lines, already in memory. */
export async function bench(): Promise<BenchResult[]> {
  const lines = Array.from({ length: lineCount }, (_, index) => telemetry(index));
  const root = await mkdtemp(join(tmpdir(), 'bench-evidence-'));
  try {
    await writeFile(join(root, 'telemetry.jsonl'), `${lines.join('\n')}\n`);
    let [reading, parsing, again, hold] = [Infinity, Infinity, Infinity, Infinity];
    for (let round = 0; round < rounds; round++) {
      parsing = Math.min(
        parsing,
        await elapsed(() => {
          for (const line of lines) JSON.parse(line);
        }),
      );
      const source = jsonLines({ root, files: ['*.jsonl'], fields });
      const read = (): Promise<unknown> => source.read(query, new AbortController().signal);
      hold = Math.min(hold, await longestHold(async () => (reading = Math.min(reading, await elapsed(read)))));
      again = Math.min(again, await elapsed(read));
    }
    const [million, twice] = [await memoryFor(1_000_000), await memoryFor(2_000_000)];
    return [
      { name: `read ${lineCount} lines`, value: reading, unit: 'ms' },
      { name: 'lines per second', value: lineCount / (reading / 1000), unit: '1/s' },
      { name: 'speed beside a bare JSON.parse loop', value: parsing / reading, unit: '×' },
      { name: 'time beside that loop (0.7 of its speed)', value: reading / parsing, unit: '×', limit: 1 / 0.7 },
      { name: 'longest hold of the event loop', value: hold, unit: 'ms' },
      { name: 'read again with nothing new', value: again, unit: 'ms' },
      { name: 'most memory for a million lines', value: million, unit: 'MB', limit: 200 },
      { name: 'most memory for twice as many, beside that', value: twice / million, unit: '×', limit: 1.25 },
    ];
  } finally {
    await rm(root, { recursive: true });
  }
}

/** The most memory, in MB, that a process of its own takes to read so many lines. */
async function memoryFor(lines: number): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), 'bench-evidence-memory-'));
  try {
    const batch = 10_000;
    for (let from = 0; from < lines; from += batch) {
      const text = Array.from({ length: batch }, (_, index) => `${telemetry(from + index)}\n`).join('');
      await appendFile(join(root, 'telemetry.jsonl'), text);
    }
    const program = fileURLToPath(new URL('evidenceMemory.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx/esm', program, root]);
    return Number(stdout);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function elapsed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return longest;
}
