import type { Sums } from '../../blocks.js';
import { isOf, type MappedMetric } from './counterBlocks.js';
import type { Labels } from './series.js';

/** What the counters of one arm rose by, in all. */
interface ArmCounts {
  readonly metrics: readonly MappedMetric[];
  readonly unitsCounter: string;
  readonly units: number;
  /** By the place of the metric. */
  readonly sums: readonly Sums[];
}

/**
 * Why the counters of an arm cannot be those of units that were each counted once, in words; undefined where they can. A
 * scrape may fall between the rising of two counters, so that each series may be one unit ahead.
 * @param series all series of the arm
 * @param isKnown whether a metric, by its place, has all its counters
 */
export function contradictionIn(
  { metrics, unitsCounter, units, sums }: ArmCounts,
  series: readonly Labels[],
  isKnown: (metric: number) => boolean,
): string | undefined {
  for (const [at, { name, bounds, counters }] of metrics.entries()) {
    if (!isKnown(at)) continue;
    const { n, sum, sumOfSquares } = sums[at] ?? { n: 0, sum: 0, sumOfSquares: 0 };
    const { counter } = counters.n;
    const ahead = series.filter((labels) => isOf(counters.n, labels)).length;
    const once = 'Both must rise once for each unit';
    if (n > units + ahead) return `${name}: ${counter} rose by ${n}, but ${unitsCounter} by ${units}. ${once}`;
    if (!counters.squares) {
      if (sum > n + ahead) return `${name}: its counter rose by ${sum}, but ${counter} by ${n}. ${once}`;
      continue;
    }
    const [low, high] = bounds ?? [0, Infinity];
    if (high === Infinity) continue;
    const cut = `The application must cut values at ${low} and ${high} before it adds them`;
    if (sum > (n + ahead) * high || sum < (n - ahead) * low)
      return `${name}: a mean of ${sum / n} is beyond what values can be. ${cut}`;
    // Σ(y − low)(high − y) is never negative, nor is Σ(y − mean)².
    const [least, most] = [(sum * sum) / (n + ahead), (low + high) * sum - n * low * high];
    const slack = ahead * high * high + 1e-9 * (Math.abs(most) + sumOfSquares);
    if (sumOfSquares > most + slack || sumOfSquares < least - slack)
      return `${name}: ${counters.squares.counter} rose by ${sumOfSquares}, which squares of such values cannot add up to. ${cut}`;
  }
  return undefined;
}
