/** A mean with its interval; all three in the unit of the values. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;
const outside = 0.05;

/**
 * The weighted mean of paired differences, with a 95 % percentile interval from 2,000 bootstrap resamples of the pairs
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). The same seed gives the same interval.
 * @param differences one a case @param weights as many, > 0
 * @returns undefined where there are none
 */
export function pairedBootstrap(
  differences: readonly number[],
  weights: readonly number[],
  seed: number,
): Interval | undefined {
  const count = differences.length;
  if (count === 0) return undefined;
  const values = Float64Array.from(differences);
  const shares = Float64Array.from(weights);
  const next = random(seed);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round += 1) {
    let [sum, weight] = [0, 0];
    for (let draw = 0; draw < count; draw += 1) {
      const at = Math.floor(next() * count);
      const share = shares[at] ?? 1;
      sum += (values[at] ?? 0) * share;
      weight += share;
    }
    means[round] = sum / weight;
  }
  means.sort();
  const quantile = (share: number): number => means[Math.round(share * (resamples - 1))] ?? 0;
  let [sum, weight] = [0, 0];
  for (const [at, value] of values.entries()) {
    sum += value * (shares[at] ?? 1);
    weight += shares[at] ?? 1;
  }
  return { mean: sum / weight, low: quantile(outside / 2), high: quantile(1 - outside / 2) };
}

/** Numbers from 0 to below 1 (mulberry32, public domain): quick, and good enough to draw cases with. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
