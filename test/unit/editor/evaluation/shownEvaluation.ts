import type { EvaluationResult } from '../../../../src/editor/evaluation/evaluationStanding.js';
import type { Evaluation } from '../../../../src/evaluation/evaluation.js';
import { evaluationOf, runOf } from '../../evaluation/evaluationFixture.js';

/** An evaluation with these statuses: see `runOf`. @param before of the baseline, where there is one */
export function evaluationWith(
  statuses: string,
  before?: string,
  change: Parameters<typeof runOf>[1] = {},
): Evaluation {
  return evaluationOf(before === undefined ? undefined : runOf(before, change), runOf(statuses, change));
}

/** The same as the window shows it. */
export function shownOf(evaluation: Evaluation, isStale = false): EvaluationResult {
  const baseline = evaluation.baseline === undefined ? {} : { baseline: 'v9' };
  return { evaluation, names: { prompt: 'support-reply', candidate: 'draft', ...baseline }, isStale };
}
