import type { Grade } from './grader.js';

/** What several grades mean together. */
export interface Outcome {
  /**
   * `unsupported`: none of what counts could be checked. `no checks`: there is nothing that counts. Neither says that the
   * output is good, so neither is a pass; promptfoo passes a case without assertions.
   */
  readonly verdict: 'pass' | 'fail' | 'unsupported' | 'no checks';
  /** 0–1: the mean by weight. Absent where nothing was checked. */
  readonly score?: number;
}

/**
 * Passes and fails as promptfoo has it: the mean by weight must reach the threshold where there is one, else every grade must
 * pass. What has weight 0 is only shown, and so is what is unsupported.
 */
export function outcomeOf(grades: readonly Grade[], threshold: number | undefined): Outcome {
  const weighty = grades.filter(({ assertion }) => assertion.weight > 0);
  const counted = weighty.filter(({ verdict }) => verdict !== 'unsupported');
  if (counted.length === 0) return { verdict: weighty.length === 0 ? 'no checks' : 'unsupported' };
  const sum = (of: (grade: Grade) => number): number => counted.reduce((total, grade) => total + of(grade), 0);
  const score = sum((grade) => grade.score * grade.assertion.weight) / sum(({ assertion }) => assertion.weight);
  const isPass = threshold === undefined ? counted.every(({ verdict }) => verdict === 'pass') : score >= threshold;
  return { verdict: isPass ? 'pass' : 'fail', score };
}
