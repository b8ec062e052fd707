import type { CountedMetric, EvidenceQuery } from '../../src/evidence/evidenceQuery.js';

const start = Date.UTC(2026, 10, 22);

function rate(name: string, settle = 0): CountedMetric {
  const valueOf: CountedMetric['valueOf'] = (line) => {
    const value = line[name];
    return typeof value === 'boolean' ? Number(value) : undefined;
  };
  return { name, settle, merge: 'any', of: { is: 'true', field: name }, valueOf };
}

function mean(name: string, merge: CountedMetric['merge']): CountedMetric {
  const valueOf: CountedMetric['valueOf'] = (line) => {
    const value = line[name];
    return typeof value === 'number' ? value : undefined;
  };
  return { name, settle: 0, merge, of: { is: 'mean', field: name }, valueOf };
}

export const query: EvidenceQuery = {
  prompt: 'prompts/support-reply',
  baseline: '4b825dc642cb',
  candidate: '9f2c1a7be340',
  rolloutSince: start,
  stageSince: start,
  stages: [start],
  segments: [],
  now: start + 30 * 86_400_000,
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

export const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
