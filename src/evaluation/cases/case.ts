import type { JsonObject } from '../../prompts/json.js';
import type { TextRange } from '../../prompts/textRange.js';
import type { Assertion } from '../graders/assertion.js';

/** A sample input, with what must hold of the output. */
export interface Case {
  /** Stays the same from version to version: written by hand, else made of the inputs. Unique among the cases of a prompt. */
  readonly id: string;
  /** What people call it where it has a name beside its id. */
  readonly description?: string;
  readonly vars: JsonObject;
  readonly asserts: readonly Assertion[];
  readonly tags: readonly string[];
  /** A regression of it can never be accepted. */
  readonly critical: boolean;
  /** How much it counts in the score, > 0; 1 unless said. */
  readonly weight: number;
  /** The weighted score, 0–1, that its assertions must reach together; absent: every one of them must pass. */
  readonly threshold?: number;
  /** The output that was accepted as the right one, for people to compare with. */
  readonly expected?: string;
  /** Where it stands. */
  readonly place: CasePlace;
}

export interface CasePlace {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly range: TextRange;
}
