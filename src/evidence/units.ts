import type { Arm } from './evidence.js';
import { ExactSum } from './exactSum.js';
import type { CountedMetric } from './metricSource.js';

/** What one line says about its unit. */
export interface UnitLine {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly arm: Arm;
  /** One number per metric of the query, in its order; NaN where the line says nothing about the metric. */
  readonly values: readonly number[];
}

/** All lines of one unit, at least one, in any order. */
export type Unit = readonly UnitLine[];

/** The arm all lines of a unit agree on, else `mixed`. */
export function armOf(unit: Unit): Arm | 'mixed' {
  const arm = unit[0]?.arm ?? 'mixed';
  return unit.every((line) => line.arm === arm) ? arm : 'mixed';
}

/** Time of the first event at or after `since`; Infinity where there is none. */
export function firstEvent(unit: Unit, since = -Infinity): number {
  return unit.reduce((first, { time }) => (time >= since && time < first ? time : first), Infinity);
}

/** Time of the last event. */
export function lastEvent(unit: Unit): number {
  return unit.reduce((last, { time }) => Math.max(last, time), -Infinity);
}

/**
 * The one number of a unit for the metric at `index`, whatever the order of its lines; NaN where no line says
 * anything. Of several last lines at the same time the larger number counts.
 */
export function mergedValue(unit: Unit, index: number, merge: CountedMetric['merge']): number {
  if (unit[0] && unit.length === 1) return valueAt(unit[0], index);
  const said = unit.filter((line) => !Number.isNaN(valueAt(line, index)));
  if (said.length === 0) return NaN;
  if (merge === 'sum') {
    const sum = new ExactSum();
    for (const line of said) sum.add(valueAt(line, index));
    return sum.total();
  }
  const last = merge === 'last' ? lastEvent(said) : -Infinity;
  return said.reduce((most, line) => (line.time >= last ? Math.max(most, valueAt(line, index)) : most), -Infinity);
}

function valueAt(line: UnitLine, index: number): number {
  return line.values[index] ?? NaN;
}
