import type { JsonValue } from '../../prompts/json.js';
import type { TextRange } from '../../prompts/textRange.js';

/** One check on an output, as the case asks for it, under promptfoo's names. */
export interface Assertion {
  /** The grader, with `not-` before it where its verdict is turned around. */
  readonly type: string;
  /** What the grader compares with; its templates are filled in by then. */
  readonly value?: JsonValue;
  /** What a grader that gives a score must reach. */
  readonly threshold?: number;
  /** How much it counts in the score of its case, ≥ 0; 1 unless said. */
  readonly weight: number;
  /** Scores of the same name are shown together. */
  readonly metric?: string;
  /** Of an `assert-set`. */
  readonly asserts?: readonly Assertion[];
  /** Everything else it says, by key (`provider`, `rubricPrompt`, `transform`, `config`, …). */
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly range?: TextRange;
}
