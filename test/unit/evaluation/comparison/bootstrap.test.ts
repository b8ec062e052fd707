import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pairedBootstrap } from '../../../../src/evaluation/comparison/bootstrap.js';

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('the paired bootstrap', () => {
  it('gives the same interval for the same seed, and nothing for no cases', () => {
    const values = Array.from({ length: 40 }, (_, index) => ((index * 7) % 11) / 10 - 0.5);
    assert.deepEqual(pairedBootstrap(values, ones(40), 7), pairedBootstrap(values, ones(40), 7));
    assert.notDeepEqual(pairedBootstrap(values, ones(40), 7), pairedBootstrap(values, ones(40), 8));
    assert.equal(pairedBootstrap([], [], 1), undefined);
  });

  it('is as wide as the normal interval where that is right', () => {
    // Half of 1,000 differences are 1, half are 0: standard error 0.0158, 95 % within 1.96 of them.
    const interval = pairedBootstrap(
      Array.from({ length: 1000 }, (_, index) => index % 2),
      ones(1000),
      42,
    );
    assert.equal(interval?.mean, 0.5);
    assert.ok(
      Math.abs(interval.low - 0.469) < 0.004 && Math.abs(interval.high - 0.531) < 0.004,
      JSON.stringify(interval),
    );
  });

  it('counts cases by their weight', () => {
    assert.equal(pairedBootstrap([1, 0], [3, 1], 1)?.mean, 0.75);
  });

  it('holds the mean between its ends, and its ends between the smallest and the greatest', () => {
    const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 50 });
    fc.assert(
      fc.property(differences, fc.nat(), (values, seed) => {
        const interval = pairedBootstrap(values, ones(values.length), seed);
        assert.ok(interval);
        const slack = 1e-9;
        assert.ok(interval.low <= interval.high + slack);
        assert.ok(interval.low >= Math.min(...values) - slack && interval.high <= Math.max(...values) + slack);
      }),
      { numRuns: 100 },
    );
  });
});
