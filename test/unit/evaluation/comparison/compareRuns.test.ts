import assert from 'node:assert/strict';
import fc from 'fast-check';
import { caseOf, compared, resultOf, runOf } from '../evaluationFixture.js';

describe('comparing two runs', () => {
  it('tells wins, regressions, ties and missing, regressions first', () => {
    const comparison = compared(runOf('ppfpmu'), runOf('pfppPp'.toLowerCase()));
    assert.deepEqual(
      comparison.cases.map(({ id, outcome }) => `${id} ${outcome}`),
      ['c2 regression', 'c3 win', 'c1 tie', 'c4 tie', 'c5 missing', 'c6 missing'],
    );
    const { wins, regressions, ties, missing } = comparison;
    assert.deepEqual([wins, regressions, ties, missing], [1, 1, 2, 2]);
    assert.equal(comparison.mcnemar.verdict, 'too few to tell');
    assert.equal(comparison.scoreDelta?.mean, 0);
  });

  it('puts critical regressions before the others', () => {
    const critical = { ...caseOf('last'), critical: true };
    const [before, after] = [runOf('pp'), runOf('fp')];
    const comparison = compared(
      { ...before, results: [...before.results, resultOf(critical, 'passed')] },
      { ...after, results: [...after.results, resultOf(critical, 'failed')] },
    );
    assert.deepEqual(
      comparison.cases.map(({ id }) => id),
      ['last', 'c1', 'c2'],
    );
  });

  it('never takes the output of one version for that of the other', () => {
    const comparison = compared(runOf('ppp'), runOf('mmm'));
    assert.deepEqual([comparison.ties, comparison.missing, comparison.scoreDelta], [0, 3, undefined]);
    assert.equal(compared({ live: false, results: [] }, runOf('p')).missing, 1);
  });

  it('counts per tag and per grader', () => {
    const comparison = compared(runOf('ppp', { tags: ['refund'] }), runOf('pff', { tags: ['refund'] }));
    const tally = { wins: 0, regressions: 2, ties: 1 };
    assert.deepEqual(comparison.byTag, [{ name: 'refund', ...tally }]);
    assert.deepEqual(comparison.byGrader, [{ name: 'contains', ...tally }]);
  });

  it('compares cost and tokens over the same cases, and latency only where both runs are live', () => {
    const run = (live: boolean, cost: number, second?: number) => ({
      live,
      results: [
        resultOf(caseOf('a'), 'passed', { cost, latency: 100 * cost, tokens: { total: 10 * cost } }),
        resultOf(caseOf('b'), 'passed', second === undefined ? {} : { cost: second }),
      ],
    });
    const comparison = compared(run(true, 1), run(true, 2, 50));
    assert.deepEqual(comparison.cost, { baseline: 1, candidate: 2 });
    assert.deepEqual(comparison.tokens, { baseline: 10, candidate: 20 });
    assert.deepEqual(comparison.latency, { baseline: 100, candidate: 200 });
    assert.deepEqual(compared(run(false, 1), run(true, 2)).latency, {});
  });

  it('has every case once, and is the other way round when swapped', () => {
    const statuses = fc
      .array(fc.constantFrom('p', 'f', 'm', 'u'), { minLength: 5, maxLength: 5 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(statuses, statuses, (before, after) => {
        const [there, back] = [compared(runOf(before), runOf(after)), compared(runOf(after), runOf(before))];
        assert.equal(there.wins + there.regressions + there.ties + there.missing, 5);
        assert.deepEqual([there.wins, there.missing], [back.regressions, back.missing]);
        assert.equal(there.scoreDelta === undefined, there.missing === 5);
      }),
      { numRuns: 200 },
    );
  });
});
