import type { Hypothesis } from './hypothesis.js';

/**
 * The point of the null line that explains a window best, if the arms had the means `candidate` and `baseline`: the
 * baseline's mean q, at which n_c KL(candidate ‖ slope q + offset) + n_b KL(baseline ‖ q) is least. Betting against this
 * point is fair or worse at every point of the null (the reverse information projection; Turner, Ly and Grünwald,
 * Generic E-variables for exact sequential k-sample tests that allow for optional stopping, 2024).
 * The derivative n_c slope (p − candidate)/(p (1 − p)) + n_b (q − baseline)/(q (1 − q)), p = slope q + offset, increases in q.
 * Multiplied by p (1 − p) q (1 − q) it keeps its sign and its root, and needs no division: Newton's steps find the root, halving
 * the bracket where one leads out of it.
 * @param candidate within (0, 1) @param baseline within (0, 1) @param candidateUnits > 0 @param baselineUnits > 0
 * @returns undefined where the line does not pass through the open unit square, or touches only a corner of it
 */
export function nearestNull(
  candidate: number,
  candidateUnits: number,
  baseline: number,
  baselineUnits: number,
  { slope, offset }: Pick<Hypothesis, 'slope' | 'offset'>,
): number | undefined {
  let low = Math.max(0, -offset / slope);
  let high = Math.min(1, (1 - offset) / slope);
  if (high - low < smallestPart || slope * (high - low) < smallestPart) return undefined;
  // The first guess takes the curvature of both terms where they are least.
  const pullOfCandidate = (candidateUnits * slope) / (candidate * (1 - candidate));
  const pullOfBaseline = baselineUnits / (baseline * (1 - baseline));
  let q =
    (pullOfCandidate * (candidate - offset) + pullOfBaseline * baseline) / (pullOfCandidate * slope + pullOfBaseline);
  if (!(q > low && q < high)) q = (low + high) / 2;
  for (let round = 0; round < mostRounds; round++) {
    const p = slope * q + offset;
    const [spreadOfP, spreadOfQ] = [p * (1 - p), q * (1 - q)];
    const [fromCandidate, fromBaseline] = [p - candidate, q - baseline];
    const derivative = candidateUnits * slope * fromCandidate * spreadOfQ + baselineUnits * fromBaseline * spreadOfP;
    if (derivative > 0) high = q;
    else low = q;
    const slant =
      candidateUnits * slope * (slope * spreadOfQ + fromCandidate * (1 - 2 * q)) +
      baselineUnits * (spreadOfP + fromBaseline * slope * (1 - 2 * p));
    const next = q - derivative / slant;
    const isInside = next >= low && next <= high;
    const step = isInside ? Math.abs(next - q) : high - low;
    q = isInside ? next : (low + high) / 2;
    if (step <= precision * spreadOfQ) break;
  }
  return q;
}

/** Of a Newton step beside q (1 − q): what is left after it is about its square. */
const precision = 1e-6;
const mostRounds = 60;
/** Of a line: too short for its points to be told apart. */
const smallestPart = 1e-6;
