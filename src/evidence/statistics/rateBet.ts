import type { Bet } from './blockProcess.js';
import { nearestNull } from './nearestNull.js';
import { inside } from './runningEstimates.js';

/**
 * ln e of one window of a rate: how much more probable its outcomes are if the candidate lies `gap` beyond the line than at
 * the point of the line that explains them best. With f(μ) the expected ratio of one unit, E[e] ≤ f_c(μ_c)^n_c f_b(μ_b)^n_b,
 * log-concave, and 1 with an outward gradient at that point: so at most 1 everywhere on the null, also where units differ.
 */
export const rateBet: Bet = ({ candidate, baseline }, { baseline: expected }, hypothesis, gap) => {
  if (candidate.n === 0 || baseline.n === 0) return 0;
  const { slope, offset, side } = hypothesis;
  const line = slope * expected + offset;
  const alternative = inside(line + side * gap);
  if (side * (alternative - line) <= 0) return 0;
  const q = nearestNull(alternative, candidate.n, expected, baseline.n, hypothesis);
  if (q === undefined) return 0;
  const p = slope * q + offset;
  return (
    candidate.sum * Math.log(alternative / p) +
    (candidate.n - candidate.sum) * Math.log((1 - alternative) / (1 - p)) +
    baseline.sum * Math.log(expected / q) +
    (baseline.n - baseline.sum) * Math.log((1 - expected) / (1 - q))
  );
};
