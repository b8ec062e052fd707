/** What the cases that differ let one say of two versions. */
export type McnemarVerdict = 'better' | 'worse' | 'no difference shown' | 'too few to tell';

export interface Mcnemar {
  /** Two-sided, 0–1: how often chance alone would be at least as one-sided. */
  readonly p: number;
  readonly verdict: McnemarVerdict;
}

/** With fewer cases that differ, even all of them on one side give no p below 5 %. */
const fewest = 6;
const level = 0.05;

/**
 * McNemar's exact test on paired passes and fails: under the null each case that differs is a fair coin
 * (https://en.wikipedia.org/wiki/McNemar%27s_test, exact form).
 * @param wins cases that only the candidate passes @param regressions cases that only the baseline passes
 */
export function mcnemar(wins: number, regressions: number): Mcnemar {
  const p = exactP(wins, regressions);
  if (wins + regressions < fewest) return { p, verdict: 'too few to tell' };
  if (p >= level) return { p, verdict: 'no difference shown' };
  return { p, verdict: wins > regressions ? 'better' : 'worse' };
}

function exactP(one: number, other: number): number {
  const count = one + other;
  if (count === 0) return 1;
  // In logarithms, since 2^-count is 0 in floating point from about a thousand on.
  let logTerm = -count * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(one, other); k += 1) {
    logTerm += Math.log((count - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
