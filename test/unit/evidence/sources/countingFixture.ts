import type { CountedMetric, EvidenceQuery } from '../../../../src/evidence/evidenceQuery.js';

export const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
export const start = Date.UTC(2026, 10, 22);

const metric = (name: string, merge: CountedMetric['merge'], settle = 0): CountedMetric => ({
  name,
  settle,
  merge,
  of: { is: 'true', field: name },
  valueOf: (line) => {
    const value = line[name];
    return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : undefined;
  },
});

export const query: EvidenceQuery = {
  prompt: 'prompts/reply',
  baseline: 'aaaaaaaaaaaa',
  candidate: 'cccccccccccc',
  rolloutSince: start,
  stageSince: start,
  stages: [start],
  now: start + 1e10,
  block: 900_000,
  metrics: [metric('bad', 'any', 600_000), metric('cost', 'sum')],
  segments: ['locale'],
};

/** The lines of one unit each, five to a minute; each fourth unit has a second line half an hour later. */
export function linesOf(from: number, to: number): string {
  const lines: string[] = [];
  for (let index = from; index < to; index++) {
    const isSecond = index % 5 === 4;
    const unit = isSecond ? Math.max(0, index - 151) : index;
    const arm = unit % 3 === 0 ? 'candidate' : 'baseline';
    lines.push(
      JSON.stringify({
        time: new Date(start + index * 12_000).toISOString(),
        prompt: query.prompt,
        version: arm === 'candidate' ? query.candidate : query.baseline,
        arm,
        unit: `unit-${unit}`,
        bad: index % 7 === 0,
        cost: (index % 89) / 1000,
        locale: index % 2 === 0 ? 'de' : 'en',
      }),
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}
