import { regressionsOf } from '../../evaluation/comparison/compareRuns.js';
import { versionsWords } from '../../evaluation/reports/reportNames.js';
import { comparisonSentence, coverageWords, reasonsOf } from '../../evaluation/evaluationWords.js';
import { approximateWords, isApproximate, type EvaluationResult } from '../evaluation/evaluationStanding.js';

/** Pure. What a run says of one prompt in the end, line by line: the comparison, then the regressions. */
export function runReport({ evaluation, names }: Pick<EvaluationResult, 'evaluation' | 'names'>): readonly string[] {
  const { comparison, verdict } = evaluation;
  return [
    `${names.prompt} ${versionsWords(names)}: ${coverageWords(evaluation)}. ${comparisonSentence(evaluation)}`,
    ...(isApproximate(evaluation) ? [approximateWords] : []),
    ...verdict.reasons,
    ...regressionsOf(comparison).map(
      ({ id, critical, candidate }) =>
        `regression of ${id}${critical ? ' (critical)' : ''}: ${reasonsOf(candidate).join(' ')}`,
    ),
  ];
}
