import { isGraded, type EvaluationRun } from './caseResult.js';

/** What a run comes to. */
export interface Summary {
  readonly cases: number;
  /** Passed and failed. */
  readonly graded: number;
  readonly passed: number;
  readonly failed: number;
  /** Cases without an output. */
  readonly missing: number;
  /** Cases with an output, and nothing that can be checked here. */
  readonly unchecked: number;
  /** Graded cases among all, 0–1; 0 where there are no cases. */
  readonly coverage: number;
  /** The weighted mean of the graded cases, 0–1; absent where there are none. */
  readonly score?: number;
}

/** Pure. */
export function summarise({ results }: EvaluationRun): Summary {
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  const graded = results.filter(isGraded);
  const weight = graded.reduce((sum, result) => sum + result.case.weight, 0);
  const score = graded.reduce((sum, result) => sum + (result.score ?? 0) * result.case.weight, 0);
  return {
    cases: results.length,
    graded: graded.length,
    passed: count('passed'),
    failed: count('failed'),
    missing: count('missing'),
    unchecked: count('unchecked'),
    coverage: results.length === 0 ? 0 : graded.length / results.length,
    ...(weight > 0 && { score: score / weight }),
  };
}
