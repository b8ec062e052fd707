import type { CountedMetric } from './evidenceQuery.js';

/** Numbers beyond this are no measurement; their squares could not be added. */
const largestNumber = 1e100;

/** What a line says about a metric; NaN where it says nothing that could be measured. */
export function measured(metric: CountedMetric, line: Readonly<Record<string, unknown>>): number {
  const value = metric.valueOf(line);
  return value !== undefined && Math.abs(value) <= largestNumber ? value : NaN;
}

/** The segment that the value of an attribute names; lists and objects name none. */
export function segmentNamed(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
