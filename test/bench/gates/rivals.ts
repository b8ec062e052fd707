import type { Sums } from '../../../src/evidence/blocks.js';
import type { Hypothesis } from '../../../src/evidence/statistics/hypothesis.js';

/** Totals of both arms after some block. */
export interface Look {
  readonly candidate: Sums;
  readonly baseline: Sums;
}

/** How others decide, on totals that are pooled over time: the first look (0, 1, …) at which they do. */
export type Rival = (looks: readonly Look[], hypothesis: Hypothesis) => number | undefined;

const oneSided5 = 1.6448536269514722;
/**
 * Twenty looks, one-sided 5 % in all (Pocock, Group sequential methods in the design and analysis of clinical trials, 1977;
 * recomputed by quadrature, which gives his 2.672 for two-sided 5 %).
 */
const pocock20 = 2.3917;

/** One test at the 5 % level, at the last look. */
export const fixedHorizon: Rival = (looks, hypothesis) => {
  const last = looks.length - 1;
  return looks[last] && zOf(looks[last], hypothesis) > oneSided5 ? last : undefined;
};

/** The same test at every look. */
export const naivePeeking: Rival = (looks, hypothesis) => first(looks, (look) => zOf(look, hypothesis) > oneSided5);

/** Twenty looks at the same distance, each at Pocock's level. */
export const pocock: Rival = (looks, hypothesis) => {
  const every = Math.ceil(looks.length / 20);
  return first(looks, (look, at) => (at + 1) % every === 0 && zOf(look, hypothesis) > pocock20);
};

/** The one-sided asymptotic confidence sequence, as GrowthBook has it, at every look. */
export const asymptoticSequence: Rival = (looks, hypothesis) =>
  first(looks, (look) => {
    const { excess, variance } = compared(look, hypothesis);
    return excess > sequenceHalfwidth(variance, look.candidate.n + look.baseline.n, 0.05);
  });

/**
 * Half the width of the sequence: GrowthBook's gbstats, `sequential_interval_halfwidth` of one-sided tests (Waudby-Smith, Arbour,
 * Sinha, Kennedy and Ramdas, Time-uniform central limit theory and asymptotic confidence sequences, 2024).
 * @param variance of the estimate @param n units of both arms
 */
export function sequenceHalfwidth(variance: number, n: number, alpha: number): number {
  const tuning = 5000;
  const level = -2 * Math.log(2 * alpha);
  const rho2 = (level + Math.log(level + 1)) / tuning;
  const spread = n * rho2 + 1;
  return (
    Math.sqrt(variance * n) * Math.sqrt(((2 * spread) / (n * n * rho2)) * Math.log(1 + Math.sqrt(spread) / (2 * alpha)))
  );
}

/** How far the candidate is beyond the line, and the variance of that (0 where neither arm varies). */
export function compared(
  { candidate, baseline }: Look,
  { slope, offset, side }: Hypothesis,
): { readonly excess: number; readonly variance: number } {
  const excess = side * (candidate.sum / candidate.n - slope * (baseline.sum / baseline.n) - offset);
  return { excess, variance: varianceOfMean(candidate) + slope * slope * varianceOfMean(baseline) };
}

export function zOf(look: Look, hypothesis: Hypothesis): number {
  if (look.candidate.n < 2 || look.baseline.n < 2) return 0;
  const { excess, variance } = compared(look, hypothesis);
  return variance > 0 ? excess / Math.sqrt(variance) : excess > 0 ? Infinity : 0;
}

function varianceOfMean({ n, sum, sumOfSquares }: Sums): number {
  return Math.max(0, sumOfSquares - (sum * sum) / n) / (n - 1) / n;
}

function first(looks: readonly Look[], decides: (look: Look, at: number) => boolean): number | undefined {
  const at = looks.findIndex(decides);
  return at < 0 ? undefined : at;
}
