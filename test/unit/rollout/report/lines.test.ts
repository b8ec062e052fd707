import assert from 'node:assert/strict';
import type { Block } from '../../../../src/evidence/blocks.js';
import { armPoints, blocksTogether } from '../../../../src/rollout/report/armPoints.js';
import { estimate } from '../../../../src/rollout/report/bands.js';
import { atOnce } from '../../../../src/rollout/report/steps.js';
import { mean, rate } from '../../evidence/statistics/judgeFixture.js';

const near = (actual: number | undefined, wanted: number): void =>
  assert.ok(Math.abs((actual ?? NaN) - wanted) < 5e-4, `${actual} is not ${wanted}`);

describe('a point of an arm with its band', () => {
  it("has Wilson's interval around a rate, also where nothing or everything happened", () => {
    // Newcombe 1998, Table I: 81 of 263, 15 of 148, 0 of 20.
    const some = estimate('rate', rate(263, 81));
    near(some.low, 0.2553);
    near(some.high, 0.3662);
    near(estimate('rate', rate(148, 15)).low, 0.0624);
    near(estimate('rate', rate(148, 15)).high, 0.1605);
    near(estimate('rate', rate(20, 0)).low, 0);
    near(estimate('rate', rate(20, 20)).high, 1);
    near(estimate('rate', rate(20, 0)).high, 0.1611);
  });

  it('has 1.96 standard errors around a mean, and none for a single unit', () => {
    // 50 × 3 and 50 × 5: variance 100/99.
    const { value, low, high } = estimate('mean', mean(100, 4, 1));
    near(value, 4);
    near(low, 4 - 0.196 * Math.sqrt(100 / 99));
    near(high, 4 + 0.196 * Math.sqrt(100 / 99));
    assert.deepEqual(estimate('mean', mean(1, 4)), { value: 4 });
  });
});

describe('the line of an arm', () => {
  const errors = { name: 'errors', is: 'rate' } as const;
  const block = (index: number, n: number, sum: number): Block => ({
    index,
    units: n,
    metrics: { errors: rate(n, sum) },
  });

  it('has a point at the end of each block, over the last few of them', () => {
    const blocks = [block(0, 10, 1), block(1, 10, 3), block(3, 10, 5), block(4, 10, 0)];
    const points = atOnce(armPoints(blocks, errors, { together: 2, before: 9, block: 100 }));
    assert.deepEqual(
      points.map(({ at, value, units }) => [at, value, units]),
      [
        [100, 0.1, 10],
        [200, 0.2, 20],
        [400, 0.5, 10],
        [500, 0.25, 20],
      ],
    );
  });

  it('leaves out what is not settled, and blocks without a value', () => {
    const blocks = [block(0, 10, 1), { index: 1, units: 3, metrics: {} }, block(2, 10, 1), block(3, 10, 1)];
    const points = atOnce(armPoints(blocks, errors, { together: 1, before: 3, block: 100 }));
    assert.deepEqual(
      points.map(({ at }) => at),
      [100, 300],
    );
  });

  it('looks back a twentieth of the time shown, in whole blocks', () => {
    assert.deepEqual([blocksTogether(1000, 100), blocksTogether(100_000, 100), blocksTogether(0, 100)], [1, 50, 1]);
  });
});
