import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { requestKey, type ModelRequest } from '../../src/evaluation/modelRequest.js';
import { recordingsPath } from '../../src/evaluation/recordings/recording.js';
import { openRecordings, type AskedRequest } from '../../src/evaluation/recordings/recordings.js';
import type { EvaluationJobs } from '../../src/evaluation/work/jobs.js';
import { longestHold, type Hold } from './longestHold.js';
import { promptWork } from '../../src/prompts/work/promptWork.js';

const prompt = 'reply';
const system = 'You answer customers of a parcel service, politely and within its policy. '.repeat(16);
const answer = 'Your parcel is on its way and will arrive within two days. '.repeat(7);
const width = 7;

/** Writes a recordings file of about so many bytes, in order. Returns how many recordings it holds. */
export async function writeLarge(root: string, bytes: number): Promise<number> {
  const out = createWriteStream(join(root, recordingsPath(prompt)));
  let count = 0;
  for (let written = 0; written < bytes; count += 1) {
    const { request, case: of, sample } = askedAs(count);
    const [recorded, output] = ['2026-11-20T10:00:00.000Z', { text: answer, tokens: { prompt: 300, completion: 90 } }];
    const key = requestKey(request, sample);
    const recording = { key, case: of, prompt, sample, request, output, model: 'tiny-1', recorded, provider: 'bench' };
    const line = `${JSON.stringify(recording)}\n`;
    written += line.length;
    if (!out.write(line)) await once(out, 'drain');
  }
  await new Promise<void>((resolve) => out.end(resolve));
  return count;
}

/** What using such a file takes: milliseconds, and megabytes. */
export interface Use {
  readonly open: number;
  /** Milliseconds of the processor until it was open, of all threads. */
  readonly openCpu: number;
  /** The longest that anything kept this thread: opening, replaying, and closing. */
  readonly hold: Hold;
  readonly replay: number;
  readonly close: number;
  readonly peak: number;
}

/** Opens it, replays 10,000 recordings spread over it, and adds one where `write` says so. */
export async function useLarge(root: string, count: number, write: boolean): Promise<Use> {
  const { signal } = new AbortController();
  const work = promptWork<EvaluationJobs>(new URL('../../dist/worker.js', import.meta.url));
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const hold = longestHold();
  const recordings = await openRecordings({ root, prompt, now: Date.now, work, write }, signal);
  const opened = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  for (let index = 0; index < 10_000 && count > 0; index += 1) {
    const found = await recordings.find(askedAs(Math.floor((index * count) / 10_000)));
    if (found?.output.text !== answer) throw new Error(`recording ${index} was not found`);
  }
  const replayed = performance.now();
  if (write) await recordings.add(askedAs(count), { text: answer }, 'bench');
  await recordings.close(signal);
  const closed = performance.now();
  const peak = process.resourceUsage().maxRSS / 1024;
  const [open, replay, close] = [opened - start, replayed - opened, closed - replayed];
  return { open, openCpu: (user + system) / 1000, hold: hold(), replay, close, peak };
}

function askedAs(index: number): AskedRequest {
  const id = `case-${String(index).padStart(width, '0')}`;
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: `This is ${id}. Where is my parcel?` },
  ];
  const request: ModelRequest = { model: 'tiny', messages, temperature: 0.3 };
  return { case: id, sample: 0, request };
}
