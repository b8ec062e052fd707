import type { Arm } from './arm.js';
import { ExactSum } from './exactSum.js';
import type { CountedMetric } from './evidenceQuery.js';

/** What one line says about its unit. */
export interface UnitLine {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly arm: Arm;
  /** One number per metric of the query, in its order; NaN where the line says nothing about the metric. */
  readonly values: readonly number[];
  /** Which segments the unit is in: a value per attribute of the query, in its order; absent where it has none. */
  readonly segments?: readonly (string | undefined)[] | undefined;
}

/** All lines of one unit, at least one, in any order. */
export type Unit = readonly UnitLine[];

/** The arm all lines of a unit agree on, else `mixed`. */
export function armOf(unit: Unit): Arm | 'mixed' {
  const arm = unit[0]?.arm ?? 'mixed';
  if (unit.length === 1) return arm;
  return unit.every((line) => line.arm === arm) ? arm : 'mixed';
}

/**
 * A unit as far as it counts. One that lives long may move to the candidate when a stage gives it more traffic: it counts
 * where it was first, with what happened there. One that is in several arms within one stage stays as it is: mixed.
 * @param stages when each stage began, in the order of time
 */
export function beforeMove(unit: Unit, stages: readonly number[]): Unit {
  if (armOf(unit) !== 'mixed') return unit;
  const stageOf = ({ time }: UnitLine): number => stages.filter((since) => since <= time).length;
  const byStage = new Map<number, UnitLine[]>();
  for (const line of unit) byStage.set(stageOf(line), [...(byStage.get(stageOf(line)) ?? []), line]);
  const parts = [...byStage].sort(([a], [b]) => a - b).map(([, lines]) => lines);
  if (parts.some((lines) => armOf(lines) === 'mixed')) return unit;
  const first = parts[0]?.[0]?.arm;
  return parts
    .slice(
      0,
      parts.findIndex(([line]) => line?.arm !== first),
    )
    .flat();
}

/** The value that a unit has of the attribute at `index`: that of its first line which has one; of several at one time the least. */
export function segmentOf(unit: Unit, index: number): string | undefined {
  let [found, time]: [string | undefined, number] = [undefined, Infinity];
  for (const line of unit) {
    const value = line.segments?.[index];
    if (value === undefined || line.time > time) continue;
    if (line.time === time && found !== undefined && found <= value) continue;
    [found, time] = [value, line.time];
  }
  return found;
}

/** Time of the first event. */
export function firstEvent(unit: Unit): number {
  let first = Infinity;
  for (const { time } of unit) if (time < first) first = time;
  return first;
}

/** Time of the last event. */
export function lastEvent(unit: Unit): number {
  let last = -Infinity;
  for (const { time } of unit) if (time > last) last = time;
  return last;
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
