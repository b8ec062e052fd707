import type { Assertion } from '../../../../src/evaluation/graders/assertion.js';
import type { Grade, Graded } from '../../../../src/evaluation/graders/grader.js';
import { gradeOutputs } from '../../../../src/evaluation/graders/gradeOutputs.js';
import type { ModelOutput } from '../../../../src/evaluation/modelOutput.js';
import type { JsonObject, JsonValue } from '../../../../src/prompts/json.js';
import type { Tool } from '../../../../src/prompts/promptDocument.js';

/** An assertion as a case has it. */
export function assertion(type: string, value?: JsonValue, more: Partial<Assertion> = {}): Assertion {
  return { type, weight: 1, options: {}, ...(value !== undefined && { value }), ...more };
}

/** What graders look at, of an output that is a text or more. */
export function graded(
  output: string | Partial<ModelOutput>,
  vars: JsonObject = {},
  tools: readonly Tool[] = [],
): Graded {
  return { output: typeof output === 'string' ? { text: output } : { text: '', ...output }, vars, tools };
}

/** The grade of one assertion. */
export function gradeOne(of: Graded, one: Assertion): Grade {
  return gradeOutputs([{ graded: of, asserts: [one] }])[0]![0]!;
}
