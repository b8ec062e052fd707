import {
  comparisonSentence,
  coverageWords,
  percent,
  scoreDeltaWords,
  shortResult,
} from '../../evaluation/evaluationWords.js';
import type { Evaluation } from '../../evaluation/evaluation.js';
import { versionsWords, type ReportNames } from '../../evaluation/reports/reportNames.js';

/** How the evaluation of a prompt's file stands, for those who say it in a few words. */
export interface EvaluationStanding {
  /** The last one. */
  readonly shown?: EvaluationResult;
  readonly isRunning: boolean;
}

export interface EvaluationResult {
  readonly evaluation: Evaluation;
  readonly names: ReportNames;
  /** The prompt, what it includes, or its cases have changed since. */
  readonly isStale: boolean;
}

export type EvaluationLook =
  'evaluating' | 'evaluationStale' | 'evaluationHolds' | 'evaluationFails' | 'evaluationOpen';

/** Which of its looks an evaluation has: its verdict, once it is one. */
export function evaluationLook({ shown, isRunning }: EvaluationStanding): EvaluationLook {
  if (isRunning) return 'evaluating';
  if (!shown) return 'evaluationOpen';
  if (shown.isStale) return 'evaluationStale';
  const { verdict, summary } = shown.evaluation;
  if (verdict.holds) return 'evaluationHolds';
  return summary.graded === 0 ? 'evaluationOpen' : 'evaluationFails';
}

/** `stale · 48/50 · 1 regression`: what is worth knowing first, as rows are narrow. */
export function evaluationWords({ evaluation, isStale }: EvaluationResult): string {
  const marks = [...(isStale ? ['stale'] : []), ...(isApproximate(evaluation) ? ['approximate'] : [])];
  return [...marks, shortResult(evaluation)].join(' · ');
}

/** What an evaluation came to, as sentences, one a line. */
export function evaluationTooltip({ evaluation, names, isStale }: EvaluationResult): string {
  const { summary, verdict } = evaluation;
  const delta = scoreDeltaWords(evaluation);
  const score = summary.score === undefined ? 'no score' : `score ${percent(summary.score)}`;
  return [
    `${versionsWords(names)}: ${score}${
      delta === undefined ? '' : `, ${delta} against the baseline`
    }; ${coverageWords(evaluation)}.`,
    comparisonSentence(evaluation),
    ...(isApproximate(evaluation) ? [approximateWords] : []),
    ...(verdict.holds ? ['The offline gate holds.'] : ['The offline gate does not hold:', ...verdict.reasons]),
    ...(isStale ? ['Stale: the prompt or its cases changed since.'] : []),
  ].join('\n');
}

/** Of what a model of the editor said: it was asked something near the request. */
export const approximateWords =
  'Approximate: a model of the editor was asked, which knows no system messages and may heed no parameter.';

/** Whether some of the outputs were made from something near the request. */
export function isApproximate({ run }: Evaluation): boolean {
  return run.results.some(({ samples }) => samples.some(({ output }) => output?.approximate));
}
