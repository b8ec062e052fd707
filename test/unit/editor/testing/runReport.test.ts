import assert from 'node:assert/strict';
import { runReport } from '../../../../src/editor/testing/runReport.js';
import { evaluationWith, shownOf } from '../evaluation/shownEvaluation.js';

describe('the report of a run', () => {
  it('compares, says whether the gate holds, and lists the regressions', () => {
    assert.deepEqual(runReport(shownOf(evaluationWith('pfm', 'fpp', { critical: true }))), [
      'support-reply v9 → draft: 2 of 3 graded, 1 without an output. Too few to tell: 1 of 3 cases regressed, 1 improved; fewer than six cases differ.',
      'Critical cases regressed: c2.',
      '1 case regressed; at most 0 may.',
      'regression of c2 (critical): contains: it failes',
    ]);
  });

  it('says so where there is nothing to compare with', () => {
    assert.deepEqual(runReport(shownOf(evaluationWith('pp'))), [
      'support-reply draft: 2 of 2 graded. There is no baseline to compare with.',
    ]);
  });
});
