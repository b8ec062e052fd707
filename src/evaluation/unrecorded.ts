import type { CaseResult } from './caseResult.js';
import type { Evaluation } from './evaluation.js';
import type { Assertion } from './graders/assertion.js';
import { graderName } from './graders/gradeOf.js';
import type { Grade } from './graders/grader.js';
import { modelGraders } from './graders/graders.js';

/**
 * Pure. How many requests it takes at most to record what a replay did not have: an output for each case and version, and
 * a judgement for each check that asks a model. Requests that are alike are made once.
 */
export function unrecorded({ run, comparison }: Pick<Evaluation, 'run' | 'comparison'>): number {
  const before = comparison?.cases.flatMap(({ baseline }) => baseline ?? []) ?? [];
  return count([...run.results, ...before].map(requestsOf));
}

function requestsOf({ case: { asserts }, samples }: CaseResult): number {
  const counts = samples.map(({ missing, grades }) =>
    missing === undefined ? count(grades.map(unjudged)) : 1 + count(asserts.map(judged)),
  );
  return count(counts);
}

/** The judgements that a grade would have needed. */
function unjudged({ verdict, assertion, grades }: Grade): number {
  if (grades) return count(grades.map(unjudged));
  return verdict === 'unsupported' ? judged(assertion) : 0;
}

/** The judgements that an assertion asks for. */
function judged(assertion: Assertion): number {
  return assertion.asserts ? count(assertion.asserts.map(judged)) : Number(modelGraders.has(graderName(assertion)));
}

function count(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
