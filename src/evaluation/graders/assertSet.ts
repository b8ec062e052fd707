import type { Assertion } from './assertion.js';
import { figure } from './finding.js';
import type { Grade } from './grader.js';
import { gradeOf, graderName } from './gradeOf.js';
import { outcomeOf } from './outcome.js';

/** Whether it only holds others together. */
export function isSet(assertion: Assertion): boolean {
  return graderName(assertion) === 'assert-set';
}

/** The assertions of a set, and of the sets in it; or the one that is no set. */
export function assertionsIn(assertion: Assertion): readonly Assertion[] {
  return isSet(assertion) ? (assertion.asserts ?? []).flatMap(assertionsIn) : [assertion];
}

/** The grade of an `assert-set`, made of those of its assertions. */
export function setGrade(assertion: Assertion, grades: readonly Grade[]): Grade {
  const { verdict, score = 0 } = outcomeOf(grades, assertion.threshold);
  if (verdict === 'no checks') return { ...gradeOf(assertion, { unsupported: 'Nothing in it counts.' }), grades };
  if (verdict === 'unsupported')
    return { ...gradeOf(assertion, { unsupported: 'Nothing in it could be checked.' }), grades };
  const passed = grades.filter((grade) => grade.verdict === 'pass').length;
  const wanted = assertion.threshold === undefined ? '' : ` of at least ${figure(assertion.threshold)}`;
  const reason = `${passed} of ${grades.length} hold: score ${figure(score)}${wanted}.`;
  return { ...gradeOf(assertion, { holds: verdict === 'pass', score, reason }), grades };
}
