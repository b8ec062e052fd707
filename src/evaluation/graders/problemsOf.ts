import type { Assertion } from './assertion.js';
import { assertionsIn } from './assertSet.js';
import { hasTemplate } from './fillAssertion.js';
import type { Graded } from './grader.js';
import { gradeOutputs } from './gradeOutputs.js';

/** What is wrong with an assertion whatever the output, for the file where it stands. */
export interface AssertionProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly assertion: Assertion;
}

/** An output that has all that a grader may ask for: what cannot be checked of it can be checked of none. */
const anything: Graded = {
  output: {
    text: '{}',
    finishReason: 'stop',
    tokens: { prompt: 1, completion: 1, total: 2 },
    cost: 0,
    latency: 0,
  },
  vars: {},
  tools: [],
};

/**
 * Finds what is wrong with assertions before there is any output: a value that its grader cannot use (error), a grader that is
 * not supported or not known (warning). What has templates is known only with the variables of its case. For a worker, as
 * `gradeOutputs` is.
 */
export function problemsOf(asserts: readonly Assertion[]): readonly AssertionProblem[] {
  const known = asserts.flatMap(assertionsIn).filter((assertion) => !hasTemplate(assertion));
  const [grades = []] = gradeOutputs([{ graded: anything, asserts: known }]);
  return grades.flatMap(({ assertion, mistaken, verdict, toJudge, reason }): AssertionProblem[] => {
    if (mistaken) return [{ severity: 'error', message: reason, assertion }];
    return verdict === 'unsupported' && !toJudge ? [{ severity: 'warning', message: reason, assertion }] : [];
  });
}
