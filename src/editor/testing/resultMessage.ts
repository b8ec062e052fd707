import type { CaseResult } from '../../evaluation/caseResult.js';
import { outputOf, reasonsOf } from '../../evaluation/evaluationWords.js';
import type { Grade } from '../../evaluation/graders/grader.js';
import { parseJson, type JsonValue } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';

/** Why a case failed, as the Test Explorer shows it. */
export interface ResultMessage {
  /** The first line stands beside the case. */
  readonly text: string;
  /** What to accept as expected. */
  readonly actual?: string;
  /** What `actual` is compared with, side by side. */
  readonly expected?: string;
}

/** More of an output is not read in a message. */
const longest = 4000;

/**
 * Pure. What there is to say of a failed case: that it is a regression, what the graders found, and the output, or how it
 * differs where the right one is known.
 * @param hasPassed whether it passes with the baseline
 */
export function resultMessage(result: CaseResult, hasPassed: boolean): ResultMessage {
  const regression = result.case.critical ? 'Regression of a critical case' : 'Regression';
  const lines = [...(hasPassed ? [`${regression}: the baseline passes it.`] : []), ...reasonsOf(result)];
  const output = outputOf(result);
  if (output === undefined) return { text: lines.join('\n') };
  const equality = result.samples.flatMap(({ grades }) => grades.flatMap(failedEqualities))[0];
  const { expected = equality } = result.case;
  if (expected === undefined) return { text: [...lines, '', shorten(output, longest)].join('\n'), actual: output };
  // JSON is compared as it reads best.
  const json = typeof expected === 'string' ? undefined : parseJson(output);
  return {
    text: lines.join('\n'),
    actual: json === undefined ? output : pretty(json),
    expected: typeof expected === 'string' ? expected : pretty(expected),
  };
}

/** What the output had to be, exactly. */
function failedEqualities({ verdict, assertion, grades }: Grade): readonly JsonValue[] {
  if (grades) return grades.flatMap(failedEqualities);
  const { type, value } = assertion;
  return verdict === 'fail' && type === 'equals' && value !== undefined ? [value] : [];
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
