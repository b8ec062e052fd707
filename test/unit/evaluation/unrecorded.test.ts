import assert from 'node:assert/strict';
import type { EvaluationRun } from '../../../src/evaluation/caseResult.js';
import type { Assertion } from '../../../src/evaluation/graders/assertion.js';
import { unrecorded } from '../../../src/evaluation/unrecorded.js';
import { caseOf, compared, contains, resultOf, runOf } from './evaluationFixture.js';

describe('what a replay did not have', () => {
  const rubric: Assertion = { type: 'not-llm-rubric', value: 'kind', weight: 1, options: {} };
  const set: Assertion = { type: 'assert-set', weight: 1, options: {}, asserts: [rubric, contains] };

  it('is an output for each case and version that has none', () => {
    assert.equal(unrecorded({ run: runOf('pfu') }), 0);
    assert.equal(unrecorded({ run: runOf('pmm') }), 2);
    const [before, run] = [runOf('mmp'), runOf('pmm')];
    assert.equal(unrecorded({ run, comparison: compared(before, run) }), 4);
  });

  it('is also each judgement: of outputs that are missing, and of those that are there', () => {
    const missing: EvaluationRun = {
      live: false,
      results: [resultOf(caseOf('a', { asserts: [rubric, set, contains] }), 'missing')],
    };
    assert.equal(unrecorded({ run: missing }), 3);
    const grade = { verdict: 'unsupported', score: 0, reason: 'not asked', assertion: rubric } as const;
    const result = resultOf(caseOf('a'), 'passed');
    const grades = [grade, { ...grade, assertion: set, grades: [grade] }, ...result.samples[0]!.grades];
    const samples = [{ ...result.samples[0]!, grades }];
    assert.equal(unrecorded({ run: { live: false, results: [{ ...result, samples }] } }), 2);
  });
});
