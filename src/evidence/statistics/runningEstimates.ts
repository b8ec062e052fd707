import type { Window } from './windows.js';

/** How many units what was expected counts for, beside the units seen. */
const priorOfMean = 100;
const priorOfVariance = 20;
const edge = 1e-6;

/** Within (0, 1), a millionth away from its ends. */
export function inside(value: number): number {
  return Math.min(1 - edge, Math.max(edge, value));
}

/** What is believed of the arms before a window; values scaled to [0, 1]. */
export interface Estimates {
  /** Mean of the baseline, within (0, 1). */
  readonly baseline: number;
  /** Variances of one unit, > 0. */
  readonly baselineVariance: number;
  readonly candidateVariance: number;
}

/**
 * What is believed before a window: from the windows before it and from what was expected. Bets may depend on it, since it
 * does not depend on the window.
 */
export class RunningEstimates implements Estimates {
  baseline: number;
  baselineVariance: number;
  candidateVariance: number;
  private readonly ofBaseline: Running;
  private readonly ofCandidate: Running;

  /** @param expect 0–1 */
  constructor(private readonly expect: number) {
    const variance = variancePrior(expect);
    this.baseline = inside(expect);
    this.baselineVariance = variance;
    this.candidateVariance = variance;
    this.ofBaseline = new Running(variance);
    this.ofCandidate = new Running(variance);
  }

  add({ candidate, baseline }: Window): void {
    this.ofBaseline.add(baseline);
    this.ofCandidate.add(candidate);
    const { n, sum } = this.ofBaseline;
    this.baseline = inside((priorOfMean * this.expect + sum) / (priorOfMean + n));
    this.baselineVariance = this.ofBaseline.variance();
    this.candidateVariance = this.ofCandidate.variance();
  }
}

/** The variance of one unit about its arm's mean, with 20 pseudo-units of what was believed before. */
export class Running {
  n = 0;
  sum = 0;
  private sumOfSquares = 0;

  constructor(private readonly prior: number) {}

  add({ n, sum, sumOfSquares }: Window['candidate']): void {
    this.n += n;
    this.sum += sum;
    this.sumOfSquares += sumOfSquares;
  }

  variance(): number {
    const squares = this.n === 0 ? 0 : Math.max(0, this.sumOfSquares - (this.sum * this.sum) / this.n);
    return (priorOfVariance * this.prior + squares) / (priorOfVariance + this.n);
  }
}

/** What to believe of the variance before there is data: a quarter of the greatest that a mean (0–1) allows. */
export function variancePrior(mean: number): number {
  const within = inside(mean);
  return (within * (1 - within)) / 4;
}
