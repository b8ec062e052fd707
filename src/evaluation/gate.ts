import { counted } from '../prompts/counted.js';
import type { EvaluationRun } from './caseResult.js';
import { regressionsOf, type RunComparison } from './comparison/compareRuns.js';
import { summarise } from './summary.js';

/** What a strategy asks of the offline evaluation before any traffic moves. */
export interface OfflineRules {
  /** Cases that may regress; 0 unless said. A critical one never may. */
  readonly maxRegressions?: number;
  /** Share of the cases that must be graded, 0–1. */
  readonly coverage?: number;
  /** Score that the candidate must reach, 0–1. */
  readonly minScore?: number;
  /** How far the interval of the score difference may reach below 0, 0–1. */
  readonly maxDrop?: number;
}

/** Whether a candidate may be started, and every reason why not, as sentences. */
export interface OfflineVerdict {
  readonly holds: boolean;
  readonly reasons: readonly string[];
}

/**
 * Pure. Missing outputs never pass and never fail: they lower the coverage, and nothing graded holds the gate.
 * @param comparison absent where there is no baseline to compare with: then no case can have regressed
 */
export function judgeOffline(
  rules: OfflineRules,
  candidate: EvaluationRun,
  comparison: RunComparison | undefined,
): OfflineVerdict {
  const { cases, graded, coverage, score } = summarise(candidate);
  const regressed = regressionsOf(comparison);
  const critical = regressed.filter((one) => one.critical).map(({ id }) => id);
  const most = rules.maxRegressions ?? 0;
  const low = comparison?.scoreDelta?.low;
  const reasons = [
    ...(cases === 0 ? ['There are no cases.'] : graded === 0 ? ['No case could be graded.'] : []),
    ...(critical.length > 0 ? [`Critical cases regressed: ${critical.join(', ')}.`] : []),
    ...(regressed.length > most ? [`${counted(regressed.length, 'case')} regressed; at most ${most} may.`] : []),
    ...(rules.coverage !== undefined && coverage < rules.coverage
      ? [`${graded} of ${counted(cases, 'case')} graded; the strategy asks for ${percent(rules.coverage)}.`]
      : []),
    ...(rules.minScore !== undefined && score !== undefined && score < rules.minScore
      ? [`The score is ${percent(score)}; the strategy asks for ${percent(rules.minScore)}.`]
      : []),
    ...(rules.maxDrop !== undefined && low !== undefined && low < -rules.maxDrop
      ? [`The score may be ${percent(-low)} lower than the baseline's; the strategy allows ${percent(rules.maxDrop)}.`]
      : []),
  ];
  return { holds: reasons.length === 0, reasons };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
