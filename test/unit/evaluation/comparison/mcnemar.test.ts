import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mcnemar } from '../../../../src/evaluation/comparison/mcnemar.js';

describe("McNemar's exact test", () => {
  it('gives the known values', () => {
    const known: readonly [number, number, string][] = [
      [0, 5, '0.0625'],
      [1, 9, '0.0215'],
      [10, 2, '0.0386'],
      [100, 60, '0.0020'],
    ];
    for (const [wins, regressions, p] of known) assert.equal(mcnemar(wins, regressions).p.toFixed(4), p);
    assert.equal(mcnemar(0, 0).p, 1);
  });

  it('says too few below six cases that differ, as none of those could show anything', () => {
    assert.equal(mcnemar(0, 5).verdict, 'too few to tell');
    assert.equal(mcnemar(0, 6).verdict, 'worse');
    assert.equal(mcnemar(6, 0).verdict, 'better');
    assert.equal(mcnemar(5, 6).verdict, 'no difference shown');
  });

  it('is the sum of binomial terms, symmetric, and at home in thousands', () => {
    const direct = (one: number, other: number): number => {
      const count = one + other;
      let [term, tail] = [0.5 ** count, 0.5 ** count];
      for (let k = 1; k <= Math.min(one, other); k += 1) {
        term *= (count - k + 1) / k;
        tail += term;
      }
      return Math.min(1, 2 * tail);
    };
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (one, other) => {
        assert.ok(Math.abs(mcnemar(one, other).p - direct(one, other)) < 1e-9);
        assert.equal(mcnemar(one, other).p, mcnemar(other, one).p);
      }),
    );
    assert.ok(mcnemar(3000, 2600).p < 1e-6 && mcnemar(3000, 3000).p === 1);
  });
});
