import assert from 'node:assert/strict';
import type { Sums } from '../../../../src/evidence/blocks.js';
import { LimitProcess } from '../../../../src/evidence/statistics/limitProcess.js';
import { closeTo } from './closeTo.js';
import { outcomes, rateOutcomes, type Outcome } from './outcomes.js';

const limits = [0, 0.01, 0.15, 0.5, 0.99, 1];
const sides = [1, -1] as const;

function expected(is: 'rate' | 'mean', limit: number, side: 1 | -1, seen: readonly Outcome[]): number {
  return seen.reduce((sum, { sums, chance }) => {
    const process = new LimitProcess(is, limit, side);
    process.add({ units: sums });
    return sum + chance * Math.exp(process.log);
  }, 0);
}

/** The limit, which is moved off the ends by a millionth, and two means within it. */
function* within(limit: number, side: 1 | -1): Generator<number> {
  const bound = Math.min(1 - 1e-6, Math.max(1e-6, limit));
  yield* side === 1 ? [bound, bound / 2, 0] : [bound, (1 + bound) / 2, 1];
}

describe('statistics: the evidence against a limit', () => {
  it('expects at most 1 while the limit holds, over every outcome of small blocks', () => {
    for (const limit of limits) {
      for (const side of sides) {
        for (const mean of within(limit, side)) {
          for (const n of [1, 7, 20]) {
            const e = expected('rate', limit, side, rateOutcomes(n, mean));
            assert.ok(e <= 1 + 1e-9, `rate: ${e} for ${JSON.stringify({ limit, side, mean, n })}`);
          }
          for (const spread of [
            outcomes(6, [0, 1], [1 - mean, mean]),
            outcomes(6, [mean], [1]),
            outcomes(5, [0, mean, 1], [(1 - mean) / 2, 0.5, mean / 2]),
          ]) {
            const e = expected('mean', limit, side, spread);
            assert.ok(e <= 1 + 1e-9, `mean: ${e} for ${JSON.stringify({ limit, side, mean })}`);
          }
        }
      }
    }
  });

  it('is the likelihood ratio of the rates beyond it, in one block or in many', () => {
    const one = new LimitProcess('rate', 0.15, 1);
    one.add({ units: { n: 100, sum: 40, sumOfSquares: 40 } });
    const ratio = (beyond: number): number => (beyond / 0.15) ** 40 * ((1 - beyond) / 0.85) ** 60;
    closeTo(one.log, Math.log((ratio(0.235) + ratio(0.32) + ratio(0.49) + ratio(0.83)) / 4));
    const many = new LimitProcess('rate', 0.15, 1);
    for (let block = 0; block < 20; block++) many.add({ units: { n: 5, sum: 2, sumOfSquares: 2 } });
    closeTo(many.log, one.log);
  });

  it('shows a mean beyond it, above or below', () => {
    for (const [side, value] of [
      [1, 0.6],
      [-1, 0.2],
    ] as const) {
      const process = new LimitProcess('mean', 0.4, side);
      const block: Sums = { n: 50, sum: 50 * value, sumOfSquares: 50 * value * value };
      for (let at = 0; at < 4; at++) process.add({ units: block });
      assert.ok(process.log > 6, String(process.log));
    }
  });

  it('stays a number for no units, only ones, and limits at the ends', () => {
    for (const is of ['rate', 'mean'] as const) {
      for (const limit of limits) {
        for (const side of sides) {
          for (const sum of [0, 1000]) {
            const process = new LimitProcess(is, limit, side);
            process.add({ units: { n: 0, sum: 0, sumOfSquares: 0 } });
            assert.equal(process.log, 0);
            process.add({ units: { n: 1000, sum, sumOfSquares: sum } });
            assert.ok(Number.isFinite(process.log));
          }
        }
      }
    }
  });
});
