import type { CaseResult, CaseStatus, EvaluationRun } from '../../../src/evaluation/caseResult.js';
import type { Case } from '../../../src/evaluation/cases/case.js';
import { pairedBootstrap } from '../../../src/evaluation/comparison/bootstrap.js';
import { compareRuns, scorePairs, type RunComparison } from '../../../src/evaluation/comparison/compareRuns.js';
import type { Evaluation } from '../../../src/evaluation/evaluation.js';
import { judgeOffline } from '../../../src/evaluation/gate.js';
import type { Assertion } from '../../../src/evaluation/graders/assertion.js';
import type { ModelOutput } from '../../../src/evaluation/modelOutput.js';
import { summarise } from '../../../src/evaluation/summary.js';

export function caseOf(id: string, change: Partial<Case> = {}): Case {
  const place = { path: 'prompts/a.cases.yaml', range: { start: 0, end: 1 } };
  return { id, vars: {}, asserts: [], tags: [], critical: false, weight: 1, place, ...change };
}

export const contains: Assertion = { type: 'contains', value: 'yes', weight: 1, options: {} };

/** A result whose only check is `contains`, where it has a verdict. */
export function resultOf(one: Case, status: CaseStatus, output: Partial<ModelOutput> = {}): CaseResult {
  const verdict = status === 'passed' ? 'pass' : 'fail';
  const score = status === 'passed' ? 1 : 0;
  const isGraded = status === 'passed' || status === 'failed';
  return {
    case: one,
    status,
    ...(isGraded && { score }),
    messages: [{ role: 'user', content: [{ text: one.id }] }],
    samples:
      status === 'missing'
        ? [{ missing: 'not recorded', grades: [] }]
        : [
            {
              output: { text: status, ...output },
              grades: isGraded ? [{ verdict, score, reason: `it ${verdict}es`, assertion: contains }] : [],
            },
          ],
  };
}

/** `p` passed, `f` failed, `m` missing, `u` unchecked; cases are named `c1`, `c2`, … */
export function runOf(statuses: string, change: Partial<Case> = {}, live = false): EvaluationRun {
  const names = { p: 'passed', f: 'failed', m: 'missing', u: 'unchecked' } as const;
  return {
    live,
    results: statuses
      .split('')
      .map((letter, index) => resultOf(caseOf(`c${index + 1}`, change), names[letter as keyof typeof names])),
  };
}

/** Compares as an evaluation does. */
export function compared(baseline: EvaluationRun, candidate: EvaluationRun): RunComparison {
  const { differences, weights } = scorePairs(baseline, candidate);
  return compareRuns(baseline, candidate, pairedBootstrap(differences, weights, 1));
}

/** What an evaluation of two runs comes to; without a baseline where there is none. */
export function evaluationOf(before: EvaluationRun | undefined, run: EvaluationRun): Evaluation {
  const comparison = before && compared(before, run);
  return {
    prompt: 'prompts/reply',
    candidate: 'bbbbbbbbbbbb',
    ...(before && { baseline: 'aaaaaaaaaaaa', before: summarise(before) }),
    run,
    summary: summarise(run),
    ...(comparison && { comparison }),
    rules: {},
    verdict: judgeOffline({}, run, comparison),
    cases: { unsupported: [], errors: [], warnings: [], digests: {} },
    digest: '',
  };
}
