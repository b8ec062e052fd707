import type { Sums } from '../blocks.js';
import type { Criterion } from './criterion.js';

/** Moves values from `bounds` to [0, 1], where all evidence is computed. */
export class Scale {
  readonly low: number;
  readonly width: number;

  constructor({ bounds: [low, high] }: Pick<Criterion, 'bounds'>) {
    this.low = low;
    this.width = high - low;
  }

  /** A value of a unit, or a mean of them. */
  value(value: number): number {
    return (value - this.low) / this.width;
  }

  /**
   * Σ of values and of their squares. What cannot come from values within the bounds is moved to the nearest that can:
   * rounding must not lead to a negative variance.
   */
  sums(sums: Sums): Sums {
    const { n, sum, sumOfSquares } = sums;
    const { low, width } = this;
    const isRate = low === 0 && width === 1 && sum === sumOfSquares && sum >= 0 && sum <= n;
    if (isRate || n === 0) return sums;
    const scaled = Math.min(n, Math.max(0, (sum - n * low) / width));
    const squares = (sumOfSquares - 2 * low * sum + n * low * low) / (width * width);
    return { n, sum: scaled, sumOfSquares: Math.min(scaled, Math.max((scaled * scaled) / n, squares)) };
  }
}
