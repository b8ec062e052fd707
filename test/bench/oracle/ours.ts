import type { Assertion } from '../../../src/evaluation/graders/assertion.js';
import { gradeOutputs } from '../../../src/evaluation/graders/gradeOutputs.js';
import { outcomeOf } from '../../../src/evaluation/graders/outcome.js';
import type { Tool } from '../../../src/prompts/promptDocument.js';
import { tools, type Pair, type WrittenAssertion } from './pairs.js';

const range = { start: 0, end: 0 };
const offered = tools.map((definition): Tool => ({ name: definition.function.name, definition, range }));

/** What we make of a pair; the score is 0 where nothing was checked. */
export interface OurAnswer {
  readonly verdict: 'pass' | 'fail' | 'unsupported' | 'no checks';
  readonly score: number;
  /** Of its first assertion. */
  readonly reason: string;
}

/** What we make of pairs, in their order. */
export function askUs(pairs: readonly Pair[]): readonly OurAnswer[] {
  const all = gradeOutputs(
    pairs.map(({ output, vars, assert }) => ({
      graded: { output, vars, tools: offered },
      asserts: assert.map(assertionOf),
    })),
  );
  return all.map((grades, at) => {
    const { verdict, score = 0 } = outcomeOf(grades, pairs[at]!.threshold);
    return { verdict, score, reason: grades[0]?.reason ?? '' };
  });
}

function assertionOf({ assert, weight = 1, ...written }: WrittenAssertion): Assertion {
  return { ...written, weight, options: {}, ...(assert && { asserts: assert.map(assertionOf) }) };
}

/** Whether both say the same: passed or not, and with the same score. */
export function agrees(ours: OurAnswer, theirs: { readonly pass: boolean; readonly score: number }): boolean {
  const isKnown = ours.verdict === 'pass' || ours.verdict === 'fail';
  return isKnown && (ours.verdict === 'pass') === theirs.pass && Math.abs(ours.score - theirs.score) < 1e-9;
}
