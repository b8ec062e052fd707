import type { Sums } from '../../../../src/evidence/blocks.js';

export interface Outcome {
  readonly sums: Sums;
  readonly chance: number;
}

/** Everything that n units can show, where each has one of some values with its chance. */
export function outcomes(n: number, values: readonly number[], chances: readonly number[]): Outcome[] {
  const all: Outcome[] = [];
  const spread = (left: number, at: number, sums: Sums, chance: number): void => {
    if (chance === 0) return;
    if (at === values.length - 1 || left === 0) {
      const value = values[at] ?? 0;
      all.push({ sums: more(sums, left, value), chance: chance * (chances[at] ?? 0) ** left });
      return;
    }
    for (let count = 0; count <= left; count++) {
      const likely = choose(left, count) * (chances[at] ?? 0) ** count;
      spread(left - count, at + 1, more(sums, count, values[at] ?? 0), chance * likely);
    }
  };
  spread(n, 0, { n: 0, sum: 0, sumOfSquares: 0 }, 1);
  return all;
}

/** Of n units, each 1 with chance `rate`, else 0. */
export function rateOutcomes(n: number, rate: number): Outcome[] {
  return outcomes(n, [0, 1], [1 - rate, rate]);
}

/** Σ over all outcomes of both arms of chance × e. */
export function expectation(
  candidates: readonly Outcome[],
  baselines: readonly Outcome[],
  logE: (candidate: Sums, baseline: Sums) => number,
): number {
  let sum = 0;
  for (const candidate of candidates) {
    for (const baseline of baselines) {
      sum += candidate.chance * baseline.chance * Math.exp(logE(candidate.sums, baseline.sums));
    }
  }
  return sum;
}

function more({ n, sum, sumOfSquares }: Sums, count: number, value: number): Sums {
  return { n: n + count, sum: sum + count * value, sumOfSquares: sumOfSquares + count * value * value };
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 1; at <= k; at++) ways = (ways * (n - k + at)) / at;
  return ways;
}
