import type { Sums } from '../../evidence/blocks.js';
import type { Point } from './points.js';

/** Of the normal distribution: 95 % lie within. */
const z = 1.96;

/**
 * A rate or mean with a band around it: for one look at these units alone, the truth lies within with a chance of about 95 %.
 * Nothing is decided by it, since whoever looks often is misled by such bands now and then.
 *
 * Rates: Wilson's score interval (Wilson 1927), which also holds for few units and rates near 0 or 1. Means: ± 1.96 standard
 * errors; none for a single unit.
 * @param sums of at least one unit
 */
export function estimate(is: 'rate' | 'mean', { n, sum, sumOfSquares }: Sums): Pick<Point, 'value' | 'low' | 'high'> {
  const value = sum / n;
  if (is === 'mean') {
    if (n < 2) return { value };
    const variance = Math.max(0, (sumOfSquares - sum * value) / (n - 1));
    const error = z * Math.sqrt(variance / n);
    return { value, low: value - error, high: value + error };
  }
  const squared = (z * z) / n;
  const middle = (value + squared / 2) / (1 + squared);
  const error = (z / (1 + squared)) * Math.sqrt((value * (1 - value)) / n + squared / (4 * n));
  return { value, low: Math.max(0, middle - error), high: Math.min(1, middle + error) };
}
