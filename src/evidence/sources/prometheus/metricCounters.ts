import type { CountedField, CountedMetric } from '../../evidenceQuery.js';
import type { CounterSettings, FieldCounters } from './counterSettings.js';
import { boundOf, type Labels } from './series.js';

/** The series of one counter, or some of them, that add to (or, with −1, take from) what is counted. */
export interface Term {
  readonly counter: string;
  readonly times: 1 | -1;
  readonly matches: (labels: Labels) => boolean;
}

/** How counters give n, Σy and Σy² of one metric. */
export interface MetricCounters {
  readonly n: Term;
  readonly sum: readonly Term[];
  /** Absent for a rate: there y is 0 or 1. */
  readonly squares?: Term;
  /** Of a rate by buckets: the bound that must be there. */
  readonly over?: { readonly buckets: string; readonly threshold: number };
}

/**
 * Which counters tell of a metric.
 * @returns why none do, in words that go on after the metric's name, where the configuration does not map its field
 */
export function metricCounters(
  { of, bounds }: Pick<CountedMetric, 'of' | 'bounds'>,
  { units, counters }: CounterSettings,
): MetricCounters | { readonly problem: string } {
  if (!of) return { problem: 'says neither `bad` nor `good` nor `over`' };
  const { field } = of;
  const mapped = Object.hasOwn(counters, field) ? counters[field] : undefined;
  if (!mapped) return { problem: `counts ${field}, and \`counters\` has no \`${field}\`` };
  const lacks = (key: keyof FieldCounters) => ({ problem: `needs \`${key}\` of \`${field}\` in \`counters\`` });
  const { total, label = labelOf(field), sum, count, squares, buckets } = mapped;
  switch (of.is) {
    case 'true':
    case 'present':
      if (total === undefined) return lacks('total');
      return { n: all(mapped.units ?? units), sum: [all(total)] };
    case 'among': {
      if (total === undefined) return lacks('total');
      const values = labelValues(of);
      if (!values) return { problem: `counts values of ${field} that no label can have` };
      const isAmong = (labels: Labels): boolean => values.has(labels[label] ?? '');
      return { n: all(mapped.units ?? units), sum: [{ ...all(total), matches: isAmong }] };
    }
    case 'over': {
      if (buckets === undefined) return lacks('buckets');
      const upTo = (bound: number) => ({ ...all(buckets), matches: ({ le }: Labels) => boundOf(le) === bound });
      const known = upTo(Infinity);
      return {
        n: known,
        sum: [known, { ...upTo(of.threshold), times: -1 }],
        over: { buckets, threshold: of.threshold },
      };
    }
    case 'mean':
      if (bounds && bounds[0] < 0) return { problem: `can be below 0, where no counter can follow` };
      if (sum === undefined) return lacks('sum');
      if (count === undefined) return lacks('count');
      if (squares === undefined) return lacks('squares');
      return { n: all(count), sum: [all(sum)], squares: all(squares) };
  }
}

/** The names of all counters that tell of a metric. */
export function counterNames({ n, sum, squares }: MetricCounters): readonly string[] {
  return [n, ...sum, ...(squares ? [squares] : [])].map(({ counter }) => counter);
}

/** The label of a field or an attribute, whose name may have signs that labels cannot have. */
export function labelOf(field: string): string {
  return field.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

function all(counter: string): Term {
  return { counter, times: 1, matches: () => true };
}

function labelValues({ values }: CountedField & { readonly is: 'among' }): ReadonlySet<string> | undefined {
  const texts = values.flatMap((value) => (typeof value === 'object' || value === '' ? [] : [String(value)]));
  return texts.length === values.length ? new Set(texts) : undefined;
}
