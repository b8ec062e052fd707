import type { Bet } from './blockProcess.js';

/** The most that one unit may lose of what is bet. */
export const mostAtStake = 0.5;

/**
 * ln e of one window of a mean in [0, 1], from n, Σy and Σy² of each arm: one bet per unit on which side of the null line
 * its mean lies, as large as the gap and the variances make best. It stands on ln(1 + z) ≥ z − ψ(c) z² for z ≥ −c
 * (Fan, Grama and Liu, 2015, in Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting, 2024),
 * so e ≤ Π (1 + z_i), whose expectation is log-concave in both means and 1, with an outward gradient, at the point (q_c, q_b)
 * of the line.
 *
 * What a bet can lose is bounded on its losing side only: a bet that the candidate is higher loses at most λ q_c with a unit
 * of value 0, whatever it wins with a unit of value 1. This lets one bet far more where values are small beside their bound,
 * as costs are, than a bound on both sides would.
 */
export const meanBet: Bet = ({ candidate, baseline }, known, { slope, offset, side }, gap) => {
  if (candidate.n === 0 || baseline.n === 0) return 0;
  const precisionOfCandidate = candidate.n / known.candidateVariance;
  const precisionOfBaseline = baseline.n / known.baselineVariance;
  const alternative = slope * known.baseline + offset + side * gap;
  const q =
    (precisionOfBaseline * known.baseline + precisionOfCandidate * slope * (alternative - offset)) /
    (precisionOfBaseline + precisionOfCandidate * slope * slope);
  const p = slope * q + offset;
  const stake = gap / (1 / precisionOfCandidate + (slope * slope) / precisionOfBaseline);
  let onCandidate = stake / candidate.n;
  let onBaseline = (slope * stake) / baseline.n;
  const loss = Math.max(0, onCandidate * (side === 1 ? p : 1 - p), onBaseline * (side === 1 ? 1 - q : q));
  if (loss > mostAtStake) {
    onCandidate *= mostAtStake / loss;
    onBaseline *= mostAtStake / loss;
  }
  return (
    side * onCandidate * (candidate.sum - candidate.n * p) -
    side * onBaseline * (baseline.sum - baseline.n * q) -
    psi(Math.min(loss, mostAtStake)) *
      (onCandidate * onCandidate * squaresAbout(candidate, p) + onBaseline * onBaseline * squaresAbout(baseline, q))
  );
};

/** Σ (y − centre)². */
export function squaresAbout(
  { n, sum, sumOfSquares }: { n: number; sum: number; sumOfSquares: number },
  centre: number,
): number {
  return sumOfSquares - 2 * centre * sum + n * centre * centre;
}

/** ψ(c) = (−ln(1 − c) − c)/c², for 0 ≤ c < 1; near 0 by its series. */
export function psi(loss: number): number {
  if (loss < 1e-4) return 1 / 2 + loss / 3 + (loss * loss) / 4;
  return (-Math.log1p(-loss) - loss) / (loss * loss);
}
