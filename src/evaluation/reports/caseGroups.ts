import { isGraded, type CaseResult } from '../caseResult.js';
import { regressionsOf, type CaseComparison } from '../comparison/compareRuns.js';
import type { Evaluation } from '../evaluation.js';

/** The cases that a report names one by one. */
export interface CaseGroups {
  /** Critical ones first. */
  readonly regressions: readonly CaseComparison[];
  /** The other failures: as before, or without a baseline. */
  readonly failing: readonly CaseResult[];
  /** Those without a verdict. */
  readonly silent: readonly CaseResult[];
}

/** Pure. Each case stands in one of them, or in none where it passes. */
export function caseGroups({ run, comparison }: Pick<Evaluation, 'run' | 'comparison'>): CaseGroups {
  const regressions = regressionsOf(comparison);
  const regressed = new Set(regressions.map(({ id }) => id));
  return {
    regressions,
    failing: run.results.filter(({ case: { id }, status }) => status === 'failed' && !regressed.has(id)),
    silent: run.results.filter((result) => !isGraded(result)),
  };
}
