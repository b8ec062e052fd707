import type { Block, BlocksByArm, Sums } from '../../../src/evidence/blocks.js';
import type { SegmentBlocks } from '../../../src/evidence/statistics/counted.js';
import { binomial, multinomial, type Random } from './random.js';

export type Arm = 'candidate' | 'baseline';

/** What n units of an arm show in a block, by metric. */
export type Draw = (
  arm: Arm,
  n: number,
  block: number,
  next: Random,
  segment: number,
) => Readonly<Record<string, Sums>>;

export interface Traffic {
  readonly blocks: number;
  /** Units of both arms in one block. */
  readonly units: number;
  /** The candidate's share of them, by block. */
  readonly share: (block: number) => number;
  readonly draw: Draw;
  /** Shares of the values of one attribute, by which metrics are watched. */
  readonly segments?: readonly number[];
}

export interface Simulated {
  readonly blocks: BlocksByArm;
  readonly segments: readonly SegmentBlocks[];
}

/** The attribute whose values have the shares of the traffic's segments. */
export const attribute = 'locale';

/** The blocks of one rollout: each unit is in the candidate's arm by chance. */
export function simulate(traffic: Traffic, next: Random): Simulated {
  const shares = traffic.segments ?? [1];
  const own = shares.map(() => ({ candidate: [] as Block[], baseline: [] as Block[] }));
  const all = { candidate: [] as Block[], baseline: [] as Block[], segment: [] };
  for (let index = 0; index < traffic.blocks; index++) {
    const n = binomial(traffic.units, traffic.share(index), next);
    for (const arm of ['candidate', 'baseline'] as const) {
      const units = arm === 'candidate' ? n : traffic.units - n;
      const parts = shares.length === 1 ? [units] : multinomial(units, shares, next);
      const metrics: Record<string, Mutable<Sums>> = {};
      parts.forEach((part, segment) => {
        if (part === 0) return;
        const drawn = traffic.draw(arm, part, index, next, segment);
        if (traffic.segments) own[segment]![arm].push({ index, units: part, metrics: drawn });
        add(metrics, drawn);
      });
      all[arm].push({ index, units, metrics });
    }
  }
  const segments = traffic.segments ? own.map((blocks, at) => ({ attribute, value: `value ${at}`, blocks })) : [];
  return { blocks: all, segments };
}

/** Units that are 1 with a chance. */
export function ones(n: number, chance: number, next: Random): Sums {
  const sum = binomial(n, chance, next);
  return { n, sum, sumOfSquares: sum };
}

/** Units whose values are drawn from a table, each entry as likely as the others. */
export function drawn(n: number, table: Float64Array, next: Random): Sums {
  let [sum, sumOfSquares] = [0, 0];
  for (let unit = 0; unit < n; unit++) {
    const value = table[Math.floor(next() * table.length)]!;
    sum += value;
    sumOfSquares += value * value;
  }
  return { n, sum, sumOfSquares };
}

/** Adds to sums that are nobody else's. */
function add(metrics: Record<string, Mutable<Sums>>, more: Readonly<Record<string, Sums>>): void {
  for (const name in more) {
    const sums = (metrics[name] ??= { n: 0, sum: 0, sumOfSquares: 0 });
    sums.n += more[name]!.n;
    sums.sum += more[name]!.sum;
    sums.sumOfSquares += more[name]!.sumOfSquares;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
