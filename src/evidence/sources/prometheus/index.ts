import { canonicalJson } from '../../../prompts/json.js';
import type { Evidence } from '../../evidence.js';
import type { EvidenceQuery } from '../../evidenceQuery.js';
import type { MetricSource } from '../../metricSource.js';
import type { AskPrometheus } from './askPrometheus.js';
import type { MappedMetric } from './counterBlocks.js';
import type { CounterSettings } from './counterSettings.js';
import { CounterTally } from './counterTally.js';
import { metricCounters } from './metricCounters.js';
import { RolloutCounters } from './rolloutCounters.js';

/**
 * Counters that Prometheus scrapes from an application, one increment per finished unit. Samples are taken as they were
 * scraped and differenced series by series, so that totals are exact; `rate()` and `increase()` would extrapolate. For the
 * last query of each prompt it remembers in memory what was read; after a restart it asks again from when the rollout began.
 * @param label what people call it
 */
export function prometheus(label: string, ask: AskPrometheus, settings: CounterSettings): MetricSource {
  const readOf = new Map<string, { readonly key: string; readonly counters: RolloutCounters }>();
  const turnOf = new Map<string, Promise<unknown>>();

  return {
    label,
    read(query, signal) {
      // For each prompt one at a time: two that read on from the same place would count twice.
      const result = (turnOf.get(query.prompt) ?? Promise.resolve()).then(() => read(query, signal));
      turnOf.set(
        query.prompt,
        result.catch(() => undefined),
      );
      return result;
    },
  };

  async function read(query: EvidenceQuery, signal: AbortSignal): Promise<Evidence> {
    signal.throwIfAborted();
    const metrics = mappedMetrics(query, settings);
    if ('failure' in metrics)
      return new CounterTally(query, settings, []).evidence(query.stageSince, [], metrics.failure);
    return countersFor(query, metrics).read(query, signal);
  }

  function countersFor(query: EvidenceQuery, metrics: readonly MappedMetric[]): RolloutCounters {
    const { baseline, candidate, rolloutSince, until, block, segments } = query;
    const counted = query.metrics.map(({ name, of, bounds }) => ({ name, of, bounds }));
    // Who looks back does so once, and takes nothing from who watches.
    if (until !== undefined) return new RolloutCounters(ask, query, settings, metrics);
    const key = canonicalJson({ baseline, candidate, rolloutSince, block, segments, counted });
    const known = readOf.get(query.prompt);
    if (known?.key === key) return known.counters;
    const counters = new RolloutCounters(ask, query, settings, metrics);
    readOf.set(query.prompt, { key, counters });
    return counters;
  }
}

function mappedMetrics(
  { metrics }: EvidenceQuery,
  settings: CounterSettings,
): readonly MappedMetric[] | { readonly failure: string } {
  const mapped: MappedMetric[] = [];
  for (const metric of metrics) {
    const counters = metricCounters(metric, settings);
    if ('problem' in counters)
      return { failure: `${metric.name} cannot be counted: it ${counters.problem}. Correct prompt-rollout.yaml` };
    const { name, bounds } = metric;
    mapped.push({ name, ...(bounds && { bounds }), counters });
  }
  return mapped;
}
