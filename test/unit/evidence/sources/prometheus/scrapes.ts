import type { AskPrometheus, Reply } from '../../../../../src/evidence/sources/prometheus/askPrometheus.js';
import type { CounterSettings } from '../../../../../src/evidence/sources/prometheus/counterSettings.js';
import type { Labels, Series } from '../../../../../src/evidence/sources/prometheus/series.js';
import type { JsonValue } from '../../../../../src/prompts/json.js';
import type { EvidenceQuery } from '../../../../../src/evidence/evidenceQuery.js';

export const start = Date.UTC(2026, 10, 22, 10);
export const minute = 60_000;

export const query: EvidenceQuery = {
  prompt: 'prompts/support-reply',
  baseline: 'aaaaaaaaaaaa',
  candidate: 'cccccccccccc',
  rolloutSince: start,
  stageSince: start,
  stages: [start],
  segments: [],
  now: start + 60 * minute,
  block: 15 * minute,
  metrics: [],
};

export const settings: CounterSettings = {
  labels: { prompt: 'prompt_name', version: 'prompt_version', arm: 'arm' },
  units: 'units_total',
  counters: {
    tool_error: { total: 'errors_total' },
    finish: { total: 'finished_total', label: 'why' },
    cost_usd: { sum: 'cost_sum', count: 'cost_count', squares: 'cost_squares' },
    duration_s: { buckets: 'duration_bucket' },
  },
  delay: 0,
};

export type Arm = 'baseline' | 'candidate' | 'segment';

/** The labels of a counter in an arm. */
export function labels(name: string, arm: Arm, more: Labels = {}): Labels {
  const version = arm === 'baseline' ? query.baseline : query.candidate;
  return {
    __name__: name,
    prompt_name: query.prompt,
    prompt_version: version,
    arm,
    instance: 'a:80',
    job: 'app',
    ...more,
  };
}

/** A counter's samples, each so many minutes after the rollout began. */
export function counter(name: string, arm: Arm, samples: Readonly<Record<number, number>>, more: Labels = {}): Series {
  const inTime = Object.entries(samples).map(([at, value]) => ({ time: start + Number(at) * minute, value }));
  return { labels: labels(name, arm, more), samples: inTime.sort((a, b) => a.time - b.time) };
}

/** A Prometheus that has these samples, and knows just as much PromQL as it is asked; it looks at every sample in a subquery. */
export function prometheusWith(all: readonly Series[]): AskPrometheus & { readonly asked: string[] } {
  const asked: string[] = [];
  const ask = (
    path: string,
    { query: expression = '', time = '' }: Readonly<Record<string, string>>,
  ): Promise<Reply> => {
    asked.push(`${path} ${expression}`);
    const at = Number(time) * 1000;
    if (path === 'label/le/values')
      return Promise.resolve({ data: [...new Set(all.flatMap((series) => series.labels['le'] ?? []))] });
    if (expression.startsWith('count('))
      return Promise.resolve({ data: { resultType: 'vector', result: [{ metric: {}, value: [0, '1'] }] } });
    const isLast = expression.startsWith('last_over_time(');
    const selected = chosen(all, expression);
    const range = Number(/\[(\d+)ms[\]:]/.exec(expression)?.[1]);
    const result = selected.flatMap(({ labels: metric, samples }): JsonValue[] => {
      const values = samples
        .filter((sample) => sample.time >= at - range && sample.time <= at)
        .map((sample) => [sample.time / 1000, String(sample.value)] as const);
      const last = values.at(-1);
      if (!last) return [];
      return isLast ? [{ metric, value: [at / 1000, last[1]] }] : [{ metric, values }];
    });
    return Promise.resolve({ data: { resultType: isLast ? 'vector' : 'matrix', result } });
  };
  return Object.assign(ask, { asked });
}

function chosen(all: readonly Series[], expression: string): readonly Series[] {
  const names = /__name__=~"([^"]*)"/.exec(expression)?.[1]?.split('|') ?? [];
  const le = /le=~"([^"]*)"/.exec(expression)?.[1]?.replaceAll('\\\\', '\\');
  return all.filter(
    ({ labels: own }) =>
      names.includes(own['__name__'] ?? '') && (le === undefined || new RegExp(`^(?:${le})$`).test(own['le'] ?? '')),
  );
}
