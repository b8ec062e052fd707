import { isList, isObject, type JsonValue } from '../../../prompts/json.js';

/** All labels of a series; its name is `__name__`. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly value: number;
}

/** Samples of one counter, as they were scraped, in the order of time. */
export interface Series {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
}

/** Numbers beyond this are no measurement. */
const largest = 1e100;

/**
 * Reads the `data` of an answer of `/api/v1/query`, a vector or a matrix; or says, in words, what is wrong with it.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats
 */
export function parseSeries(data: JsonValue | undefined): readonly Series[] | { readonly problem: string } {
  const { resultType, result } = isObject(data) ? data : {};
  if ((resultType !== 'vector' && resultType !== 'matrix') || !isList(result))
    return { problem: 'its answer has neither a vector nor a matrix' };
  const all: Series[] = [];
  for (const one of result) {
    const series = seriesOf(one);
    if ('problem' in series) return series;
    all.push(series);
  }
  return all;
}

/** A series as people write it: `llm_units_total{arm="candidate", instance="a:80"}`. */
export function seriesName({ __name__: name = '', ...labels }: Labels): string {
  const inner = Object.keys(labels)
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`);
  return `${name}{${inner.join(', ')}}`;
}

/** The upper bound of a bucket, by its `le`; NaN for what is none. */
export function boundOf(le: string | undefined): number {
  if (le === '+Inf') return Infinity;
  return le === undefined || le === '' ? NaN : Number(le);
}

function seriesOf(one: JsonValue): Series | { readonly problem: string } {
  const { metric, value, values } = isObject(one) ? one : {};
  const pairs = values ?? [value ?? null];
  if (!isLabels(metric) || !isList(pairs)) return { problem: 'its answer has a series without labels or values' };
  const samples: Sample[] = [];
  for (const pair of pairs) {
    const [seconds, text] = isList(pair) ? pair : [];
    if (typeof seconds !== 'number' || typeof text !== 'string')
      return { problem: `its answer has a sample of ${seriesName(metric)} without time or value` };
    const number = Number(text);
    if (text === '' || !(number >= 0 && number <= largest))
      return { problem: `${seriesName(metric)} is ${text}, which is nothing that a counter counts` };
    samples.push({ time: Math.round(seconds * 1000), value: number });
  }
  return { labels: metric, samples };
}

function isLabels(value: JsonValue | undefined): value is Labels {
  return isObject(value) && Object.values(value).every((label) => typeof label === 'string');
}
