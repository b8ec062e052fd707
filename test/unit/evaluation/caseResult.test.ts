import assert from 'node:assert/strict';
import { Briefly, type EvaluationRun } from '../../../src/evaluation/caseResult.js';
import type { RunComparison } from '../../../src/evaluation/comparison/compareRuns.js';
import { judgeOffline } from '../../../src/evaluation/gate.js';
import { summarise } from '../../../src/evaluation/summary.js';
import { caseOf, compared, contains, resultOf, runOf } from './evaluationFixture.js';

describe('results in brief', () => {
  const inBrief = ({ results, live }: EvaluationRun): EvaluationRun => {
    const briefly = new Briefly();
    return { live, results: results.map((result) => briefly.of(result)) };
  };

  it('give the same summary, comparison and gate', () => {
    const figures = { cost: 0.25, latency: 12, tokens: { total: 7 } };
    const costly = resultOf(caseOf('c9', { tags: ['x'], weight: 3 }), 'passed', figures);
    const runs = ['ppffmu', 'pfpfpm'].map((statuses, nth): EvaluationRun => {
      const run = runOf(statuses, { tags: ['refund'], critical: true }, true);
      return { ...run, results: [...run.results, nth === 0 ? costly : { ...costly, score: 0.5 }] };
    });
    const [baseline, candidate] = [runs[0]!, runs[1]!];
    const [before, after] = [inBrief(baseline), inBrief(candidate)];
    assert.deepEqual(summarise(after), summarise(candidate));
    const withoutResults = ({ cases, ...rest }: RunComparison) => ({
      ...rest,
      cases: cases.map(({ id, outcome, critical, scoreDelta }) => ({ id, outcome, critical, scoreDelta })),
    });
    const [whole, brief] = [compared(baseline, candidate), compared(before, after)];
    assert.deepEqual(withoutResults(brief), withoutResults(whole));
    assert.deepEqual(brief.cost, { baseline: 0.25, candidate: 0.25 });
    assert.deepEqual(judgeOffline({}, after, brief), judgeOffline({}, candidate, whole));
  });

  it('say so, keep why there is no output, and hold no text of case or output', () => {
    const text = 'a long text '.repeat(50);
    const one = caseOf('a', { vars: { text }, expected: text, description: text, asserts: [contains] });
    const result = resultOf(one, 'passed', { text });
    const brief = new Briefly().of({ ...result, messages: [{ role: 'user', content: [{ text }] }] });
    assert.deepEqual([brief.isBrief, brief.status, brief.case.id, brief.case.place], [true, 'passed', 'a', one.place]);
    assert.ok(!JSON.stringify(brief).includes('long text'));
    assert.equal(new Briefly().of(resultOf(one, 'missing')).samples[0]?.missing, 'not recorded');
  });
});
