import type { Arm } from '../../arm.js';
import type { Block, BlocksByArm, Sums } from '../../blocks.js';
import { ExactSum } from '../../exactSum.js';
import type { Increase } from './increases.js';
import type { MetricCounters } from './metricCounters.js';
import type { Labels } from './series.js';

/** A metric, and the counters that tell of it. */
export interface MappedMetric {
  readonly name: string;
  readonly bounds?: readonly [number, number];
  readonly counters: MetricCounters;
}

interface OpenSums {
  n: number;
  readonly sum: ExactSum;
  readonly squares: ExactSum;
}

interface OpenBlock {
  units: number;
  readonly metrics: readonly OpenSums[];
}

/** What a series counts: units, or n, Σy or Σy² of the metric at a place, which it adds to so many times. */
export interface Part {
  readonly metric: number;
  readonly of: 'units' | 'n' | 'sum' | 'squares';
  readonly times: number;
}

/** Gathers increases of counters, in any order, into blocks of each arm. */
export class CounterBlocks {
  private readonly open: Readonly<Record<Arm, Map<number, OpenBlock>>> = {
    baseline: new Map(),
    candidate: new Map(),
    segment: new Map(),
  };

  /** @param units the name of the counter of units */
  constructor(
    private readonly metrics: readonly MappedMetric[],
    private readonly units: string,
  ) {}

  /** What an increase of a series adds to, worked out once for each series. */
  partsOf(labels: Labels): readonly Part[] {
    const parts = this.metrics.flatMap(({ counters: { n, sum, squares } }, metric): Part[] => [
      ...(isOf(n, labels) ? [{ metric, of: 'n' as const, times: 1 }] : []),
      ...sum.filter((term) => isOf(term, labels)).map(({ times }) => ({ metric, of: 'sum' as const, times })),
      ...(squares && isOf(squares, labels) ? [{ metric, of: 'squares' as const, times: 1 }] : []),
    ]);
    return labels['__name__'] === this.units ? [{ metric: -1, of: 'units', times: 1 }, ...parts] : parts;
  }

  add(arm: Arm, index: number, parts: readonly Part[], { from, to }: Increase): void {
    const block = this.blockOf(arm, index);
    for (const { metric, of, times } of parts) {
      const sums = block.metrics[metric];
      if (of === 'units') block.units += to - from;
      else if (!sums) continue;
      else if (of === 'n') sums.n += to - from;
      else {
        // Added and taken away apart, as a difference of two numbers is rounded already.
        sums[of].add(times * to);
        sums[of].add(-times * from);
      }
    }
  }

  /** @param isKnown whether a metric, by its place, has counters at all; one without has no data rather than zeros */
  blocks(isKnown: (metric: number) => boolean): BlocksByArm {
    const closed = (arm: Arm): Block[] => {
      const rests = this.metrics.map((): Sums => ({ n: 0, sum: 0, sumOfSquares: 0 }));
      return [...this.open[arm]]
        .sort(([a], [b]) => a - b)
        .map(([index, { units, metrics }]) => {
          const sums = this.metrics.flatMap(({ name, counters }, at): [string, Sums][] => {
            const [counted, rest] = [metrics[at], rests[at]];
            if (!counted || !rest || !isKnown(at)) return [];
            const whole = together(counted, rest, counters);
            const fit = fitting(whole, counters);
            rests[at] = { n: 0, sum: whole.sum - fit.sum, sumOfSquares: whole.sumOfSquares - fit.sumOfSquares };
            return fit.n > 0 ? [[name, fit]] : [];
          });
          return { index, units, metrics: Object.fromEntries(sums) };
        });
    };
    return { baseline: closed('baseline'), candidate: closed('candidate'), segment: closed('segment') };
  }

  /** What all blocks of an arm hold together, with what fits into none of them. */
  totals(arm: Arm): { readonly units: number; readonly sums: readonly Sums[] } {
    const blocks = [...this.open[arm].values()];
    return {
      units: blocks.reduce((units, block) => units + block.units, 0),
      sums: this.metrics.map(({ counters }, at) =>
        blocks.reduce<Sums>((sums, { metrics }) => (metrics[at] ? together(metrics[at], sums, counters) : sums), {
          n: 0,
          sum: 0,
          sumOfSquares: 0,
        }),
      ),
    };
  }

  private blockOf(arm: Arm, index: number): OpenBlock {
    const known = this.open[arm].get(index);
    if (known) return known;
    const metrics = this.metrics.map(() => ({ n: 0, sum: new ExactSum(), squares: new ExactSum() }));
    const block = { units: 0, metrics };
    this.open[arm].set(index, block);
    return block;
  }
}

/** Whether a series is one that a term counts. */
export function isOf({ counter, matches }: MetricCounters['n'], labels: Labels): boolean {
  return labels['__name__'] === counter && matches(labels);
}

function together(counted: OpenSums, rest: Sums, { squares }: MetricCounters): Sums {
  const sum = counted.sum.total() + rest.sum;
  // In a rate y is 0 or 1.
  const sumOfSquares = squares ? counted.squares.total() + rest.sumOfSquares : sum;
  return { n: counted.n + rest.n, sum, sumOfSquares };
}

/**
 * As much of a block's sums as its units can have. A scrape may fall between the rising of two counters: then the rest
 * waits for the next block, where its units are.
 */
function fitting({ n, sum, sumOfSquares }: Sums, { squares }: MetricCounters): Sums {
  if (n === 0) return { n, sum: 0, sumOfSquares: 0 };
  if (squares) return { n, sum, sumOfSquares };
  const within = Math.min(n, Math.max(0, sum));
  return { n, sum: within, sumOfSquares: within };
}
