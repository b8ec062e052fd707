import type { Assertion } from './assertion.js';
import type { Finding } from './finding.js';
import type { Grade } from './grader.js';

const not = 'not-';

/** The grader that an assertion names, without `not-`. */
export function graderName({ type }: Assertion): string {
  return type.startsWith(not) ? type.slice(not.length) : type;
}

/** What a finding means for its assertion: `not-` turns verdict and score around, but neither a mistake nor what is unsupported. */
export function gradeOf(assertion: Assertion, finding: Finding): Grade {
  if ('unsupported' in finding) return { verdict: 'unsupported', score: 0, reason: finding.unsupported, assertion };
  if ('mistake' in finding) return { verdict: 'fail', score: 0, reason: finding.mistake, assertion, mistaken: true };
  const { holds, score, reason } = finding;
  const isTurned = assertion.type.startsWith(not);
  return {
    verdict: holds === isTurned ? 'fail' : 'pass',
    score: isTurned ? 1 - score : score,
    reason,
    assertion,
  };
}
