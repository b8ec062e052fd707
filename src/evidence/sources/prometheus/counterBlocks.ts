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

  add(arm: Arm, index: number, { labels, from, to }: Increase): void {
    const block = this.blockOf(arm, index);
    if (labels['__name__'] === this.units) block.units += to - from;
    this.metrics.forEach(({ counters: { n, sum, squares } }, at) => {
      const sums = block.metrics[at];
      if (!sums) return;
      if (isOf(n, labels)) sums.n += to - from;
      // Added and taken away apart, as a difference of two numbers is rounded already.
      for (const { times } of sum.filter((term) => isOf(term, labels))) {
        sums.sum.add(times * to);
        sums.sum.add(-times * from);
      }
      if (squares && isOf(squares, labels)) {
        sums.squares.add(to);
        sums.squares.add(-from);
      }
    });
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
