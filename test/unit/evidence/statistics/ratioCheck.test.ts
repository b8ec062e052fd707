import assert from 'node:assert/strict';
import type { Block } from '../../../../src/evidence/blocks.js';
import { logGamma } from '../../../../src/evidence/statistics/logGamma.js';
import { tooManyMixed } from '../../../../src/evidence/statistics/mixedUnits.js';
import { multinomialEvidence, ratioCheck } from '../../../../src/evidence/statistics/ratioCheck.js';
import { closeTo } from './closeTo.js';
import { rateOutcomes } from './outcomes.js';
import { ratioBlocks, ratioMarginals } from './vectors.js';

const block = (index: number, units: number): Block => ({ index, units, metrics: {} });
const split = (counts: readonly (readonly [candidate: number, baseline: number])[], from = 0) => ({
  candidate: counts.map(([candidate], at) => block(from + at, candidate)),
  baseline: counts.map(([, baseline], at) => block(from + at, baseline)),
});

describe('statistics: the ratio check', () => {
  it('knows ln Γ', () => {
    let factorial = 0;
    for (let n = 1; n < 60; n++) {
      closeTo(logGamma(n), factorial, 1e-12 * Math.max(1, factorial));
      factorial += Math.log(n);
    }
    closeTo(logGamma(0.5), Math.log(Math.PI) / 2, 1e-13);
    // By Python's math.lgamma.
    closeTo(logGamma(10_500.25), 86_719.474784436, 1e-10);
  });

  it('gives the evidence computed elsewhere', () => {
    const { counts, share, expected } = ratioBlocks;
    let [candidate, baseline] = [0, 0];
    counts.forEach((counted, at) => {
      candidate += counted[0];
      baseline += counted[1];
      const log = multinomialEvidence(
        [candidate, baseline],
        [share, 1 - share],
        [10_000 * share, 10_000 * (1 - share)],
      );
      closeTo(log, expected[at]!);
    });
    closeTo(ratioCheck(split(counts), [{ from: 0, until: 4, share }]).most, expected[3]);
  });

  it('is the ratio of the marginals of optimizely/ssrm', () => {
    for (const { counts, m1, m0 } of ratioMarginals) {
      const sofar = [0, 0, 0];
      counts.forEach((counted, at) => {
        counted.forEach((count, arm) => (sofar[arm]! += count));
        closeTo(multinomialEvidence(sofar, [0.4, 0.4, 0.2], [1, 1, 1]), m1[at]! - m0[at]!);
      });
    }
  });

  it('expects 1 while the split is as configured, also over two stages', () => {
    const evidence = (share: number) => (candidate: number, n: number) =>
      Math.exp(
        multinomialEvidence([candidate, n - candidate], [share, 1 - share], [10_000 * share, 10_000 * (1 - share)]),
      );
    const expected = (share: number, n: number): number =>
      rateOutcomes(n, share).reduce((sum, { sums, chance }) => sum + chance * evidence(share)(sums.sum, n), 0);
    for (const n of [1, 10, 60]) closeTo(expected(0.05, n) * expected(0.25, n), 1);
  });

  it('finds an application that ignores the flag for a tenth of its units, not chance', () => {
    const ignored = Array.from({ length: 60 }, () => [90, 1910] as const);
    assert.ok(ratioCheck(split(ignored), [{ from: 0, until: Infinity, share: 0.05 }]).isMismatch);
    const fair = Array.from({ length: 60 }, (_, at) => [at % 2 ? 96 : 104, at % 2 ? 1904 : 1896] as const);
    assert.equal(ratioCheck(split(fair), [{ from: 0, until: Infinity, share: 0.05 }]).isMismatch, false);
  });

  it('begins anew where the share changes, keeps what was found, and leaves out blocks of no stage or without chance', () => {
    const wrong = split(Array.from({ length: 40 }, () => [150, 850] as const));
    const right = split(
      Array.from({ length: 40 }, () => [250, 750] as const),
      41,
    );
    // A block in which the stage changed, and a stage that has all traffic.
    const blocks = {
      candidate: [...wrong.candidate, block(40, 500), ...right.candidate, block(81, 1000)],
      baseline: [...wrong.baseline, block(40, 500), ...right.baseline],
    };
    const later = { from: 41, until: 81, share: 0.25 };
    const whole = { from: 81, until: Infinity, share: 1 };
    assert.equal(ratioCheck(blocks, [later, whole]).isMismatch, false);
    assert.ok(ratioCheck(blocks, [{ from: 0, until: 40, share: 0.05 }, later, whole]).isMismatch);
  });

  it('calls over 1 % of mixed units too many', () => {
    assert.equal(tooManyMixed(0, 0), false);
    assert.equal(tooManyMixed(1, 99), false);
    assert.equal(tooManyMixed(2, 99), true);
  });
});
