import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { CountedMetric, EvidenceQuery } from '../../src/evidence/evidenceQuery.js';
import { jsonLines } from '../../src/evidence/sources/jsonLines.js';
import type { BenchResult } from './benchResult.js';

const lineCount = 200_000;
const start = Date.UTC(2026, 10, 22);

function rate(name: string, settle = 0): CountedMetric {
  const valueOf: CountedMetric['valueOf'] = (line) => {
    const value = line[name];
    return typeof value === 'boolean' ? Number(value) : undefined;
  };
  return { name, settle, merge: 'any', fields: [name], valueOf };
}

function mean(name: string, merge: CountedMetric['merge']): CountedMetric {
  const valueOf: CountedMetric['valueOf'] = (line) => {
    const value = line[name];
    return typeof value === 'number' ? value : undefined;
  };
  return { name, settle: 0, merge, fields: [name], valueOf };
}

export const query: EvidenceQuery = {
  prompt: 'prompts/support-reply',
  baseline: '4b825dc642cb',
  candidate: '9f2c1a7be340',
  rolloutSince: start,
  stageSince: start,
  stages: [start],
  segments: [],
  now: start + 7 * 86_400_000,
  block: 900_000,
  metrics: [
    rate('tool_error'),
    rate('refusal'),
    rate('escalated', 1_800_000),
    rate('resolved'),
    mean('cost_usd', 'sum'),
    mean('duration_s', 'maximum'),
    mean('judge_score', 'last'),
  ],
};

/** The sample application's line, one per conversation, a twentieth of them on the candidate. */
export function telemetry(index: number): string {
  const isCandidate = index % 20 === 0;
  return JSON.stringify({
    time: new Date(start + index * 1000).toISOString(),
    prompt: query.prompt,
    version: isCandidate ? query.candidate : query.baseline,
    arm: isCandidate ? 'candidate' : 'baseline',
    unit: `conv-${index}`,
    duration_s: 1 + (index % 97) / 10,
    tool_error: index % 25 === 0,
    refusal: index % 50 === 0,
    escalated: index % 17 === 0,
    cost_usd: (index % 89) / 10_000,
    judge_score: 1 + (index % 5),
    resolved: index % 7 !== 0,
    locale: 'de',
    tier: 'pro',
  });
}

/** How fast telemetry is read, beside a loop that only parses the same lines, already in memory. */
export async function bench(): Promise<BenchResult[]> {
  const lines = Array.from({ length: lineCount }, (_, index) => telemetry(index));
  const root = await mkdtemp(join(tmpdir(), 'bench-evidence-'));
  try {
    await writeFile(join(root, 'telemetry.jsonl'), `${lines.join('\n')}\n`);
    let [reading, parsing, again, hold] = [Infinity, Infinity, Infinity, Infinity];
    for (let round = 0; round < 3; round++) {
      parsing = Math.min(
        parsing,
        await elapsed(() => {
          for (const line of lines) JSON.parse(line);
        }),
      );
      const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
      const source = jsonLines({ root, files: ['*.jsonl'], fields });
      const read = (): Promise<unknown> => source.read(query, new AbortController().signal);
      hold = Math.min(hold, await longestHold(async () => (reading = Math.min(reading, await elapsed(read)))));
      again = Math.min(again, await elapsed(read));
    }
    return [
      { name: `read ${lineCount} lines`, value: reading, unit: 'ms' },
      { name: 'lines per second', value: lineCount / (reading / 1000), unit: '1/s' },
      { name: 'time beside a bare JSON.parse loop', value: reading / parsing, unit: '×' },
      { name: 'longest hold of the event loop', value: hold, unit: 'ms' },
      { name: 'read again with nothing new', value: again, unit: 'ms' },
    ];
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
