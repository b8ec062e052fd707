import assert from 'node:assert/strict';
import {
  evaluationLook,
  evaluationTooltip,
  evaluationWords,
} from '../../../../src/editor/evaluation/evaluationStanding.js';
import type { Evaluation } from '../../../../src/evaluation/evaluation.js';
import { evaluationWith, shownOf } from './shownEvaluation.js';

describe('how an evaluation stands', () => {
  const look = (evaluation?: Evaluation, { isStale = false, isRunning = false } = {}) =>
    evaluationLook({ ...(evaluation && { shown: shownOf(evaluation, isStale) }), isRunning });

  it('looks as its verdict does, once there is one that holds for what is there', () => {
    assert.equal(look(), 'evaluationOpen');
    assert.equal(look(evaluationWith('pp', 'pp')), 'evaluationHolds');
    assert.equal(look(evaluationWith('pf', 'pp')), 'evaluationFails');
    assert.equal(look(evaluationWith('mm', 'pp')), 'evaluationOpen');
    assert.equal(look(evaluationWith('pf', 'pp'), { isStale: true }), 'evaluationStale');
    assert.equal(look(evaluationWith('pf', 'pp'), { isStale: true, isRunning: true }), 'evaluating');
  });

  it('is said in few words, and whole in the tooltip', () => {
    const evaluation = evaluationWith('ppfm', 'pppp');
    assert.equal(evaluationWords(shownOf(evaluation)), '2/4 · 1 regression · 1 missing');
    assert.deepEqual(evaluationTooltip(shownOf(evaluation, true)).split('\n'), [
      'v9 → draft: score 66.7 %, −33.3 pp (95 %: −100.0 to +0.0) against the baseline; 3 of 4 graded, 1 without an output.',
      'Too few to tell: 1 of 4 cases regressed, 0 improved; fewer than six cases differ.',
      'The offline gate does not hold:',
      '1 case regressed; at most 0 may.',
      'Stale: the prompt or its cases changed since.',
    ]);
    assert.deepEqual(evaluationTooltip(shownOf(evaluationWith('pp'))).split('\n'), [
      'draft: score 100.0 %; 2 of 2 graded.',
      'There is no baseline to compare with.',
      'The offline gate holds.',
    ]);
  });

  it('is marked where it is approximate', () => {
    const evaluation = evaluationWith('pp');
    const [first] = evaluation.run.results;
    const near: Evaluation = {
      ...evaluation,
      run: {
        live: true,
        results: [{ ...first!, samples: [{ output: { text: 'a', approximate: true }, grades: [] }] }],
      },
    };
    assert.equal(evaluationWords(shownOf(near, true)), 'stale · approximate · 2/2');
    assert.match(evaluationTooltip(shownOf(near)), /\nApproximate: a model of the editor was asked/);
  });
});
