import type { CountedField, CountedMetric } from '../evidence/evidenceQuery.js';
import { canonicalJson } from '../prompts/json.js';
import { criterionOf } from './criterionOf.js';
import type { Metric, RateMetric } from './strategy/strategy.js';

/** Fields that tell how long something took: of several lines of one unit the longest counts, while costs add up. */
const durationField = /duration|latency|_(ms|s|seconds)$/i;

/** A strategy's metric as a source counts it: one number per line, and how a unit's lines are merged. */
export function countedMetric(metric: Metric): CountedMetric {
  const { name, settle } = metric;
  if (metric.is === 'rate') {
    const of = countedField(metric);
    return { name, settle, merge: 'any', valueOf: rateOf(metric), ...(of && { of }) };
  }
  const { of: field, range } = metric;
  const merge = range ? 'last' : durationField.test(field) ? 'maximum' : 'sum';
  const { bounds } = criterionOf(metric);
  return { name, settle, merge, bounds, of: { is: 'mean', field }, valueOf: (line) => finite(line[field]) };
}

function countedField({ outcome, over }: RateMetric): CountedField | undefined {
  if (over) return { is: 'over', ...over };
  if (!outcome) return undefined;
  const { field, values, present } = outcome;
  if (present) return { is: 'present', field };
  return values ? { is: 'among', field, values } : { is: 'true', field };
}

function rateOf({ outcome, over }: RateMetric): CountedMetric['valueOf'] {
  if (over) {
    return (line) => {
      const value = finite(line[over.field]);
      return value === undefined ? undefined : Number(value > over.threshold);
    };
  }
  if (!outcome) return () => undefined;
  const { field, values, present } = outcome;
  if (present) return (line) => Number(line[field] !== undefined && line[field] !== null);
  if (!values) {
    return (line) => {
      const value = line[field];
      return typeof value === 'boolean' ? Number(value) : undefined;
    };
  }
  const wanted = new Set(values.map(canonicalJson));
  return (line) => (line[field] === undefined ? undefined : Number(wanted.has(canonicalJson(line[field]))));
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
