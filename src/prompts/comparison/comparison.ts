import type { JsonValue } from '../json.js';
import type { FormatId, Role } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';

/** What a change can break, from nothing to callers. `cases only`: samples or graders alone; `none`: nothing differs. */
export type ChangeClass = 'none' | 'cases only' | 'formatting' | 'wording' | 'behaviour' | 'contract';

/** A piece of text on both sides. Equal where both texts are; one side is empty where words were added or removed. */
export interface TextChange {
  /** Offsets into the text before. */
  readonly before: TextRange;
  /** Offsets into the text after. */
  readonly after: TextRange;
}

/** Two texts, and the words that differ. */
export interface TextPair {
  readonly textBefore: string;
  readonly textAfter: string;
  /** Offsets into the two texts. */
  readonly edits: readonly TextChange[];
}

/** What became of one part (message) of a prompt. Its texts are those of its parts, joined by `\n` where there are several. */
export interface PartChange extends TextPair {
  readonly change: 'same' | 'reworded' | 'moved' | 'split' | 'merged' | 'added' | 'removed';
  /** The indices of the parts before; none where it was added, several where they were merged. */
  readonly before: readonly number[];
  /** The indices of the parts after; none where it was removed, several where it was split. */
  readonly after: readonly number[];
  readonly role: Role;
  /** Where the role itself changed. */
  readonly roleBefore?: Role;
  /** It also stands elsewhere among the parts than before. */
  readonly moved?: true;
  /** Only white space differs. */
  readonly whiteSpaceOnly?: true;
  /** Tokens after minus tokens before. */
  readonly tokens: number;
}

/** A thing with a name that was added, removed or changed, with one sentence for people. */
export interface NamedChange {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** Callers, or readers of the answer, must change because of it. */
  readonly breaking: boolean;
  /** For people, without a full stop: `temperature 0.2 → 0.7`, `callers must now pass order_id`. */
  readonly words: string;
}

/** An included file that was added, removed or changed, with its words. */
export interface IncludeChange extends NamedChange, TextPair {}

/** How many tokens all parts have. */
export interface TokenChange {
  readonly before: number;
  readonly after: number;
  /** Whether a tokenizer counted; else both are estimates, shown with `~`. */
  readonly exact: boolean;
}

/** Estimated cost of one request's prompt in US dollars; absent sides are unpriced. */
export interface CostChange {
  readonly before?: number;
  readonly after?: number;
  /** The date of the price list. */
  readonly priced: string;
}

/** Two versions of a prompt, compared by what they mean. */
export interface Comparison {
  readonly class: ChangeClass;
  /** What callers must change, one sentence each; empty where nothing. */
  readonly breaking: readonly string[];
  readonly formatBefore: FormatId;
  readonly formatAfter: FormatId;
  readonly parts: readonly PartChange[];
  readonly variables: readonly NamedChange[];
  /** The model among them, named `model`. */
  readonly parameters: readonly NamedChange[];
  /** The output format and its schema; names are paths into it, such as `properties.habitat.enum`. */
  readonly schema: readonly NamedChange[];
  readonly tools: readonly NamedChange[];
  /** Sample inputs and graders that the file carries. */
  readonly cases: readonly NamedChange[];
  /** Included files whose text differs. */
  readonly includes: readonly IncludeChange[];
  /** Name, description and other metadata. */
  readonly metadata: readonly NamedChange[];
  readonly tokens: TokenChange;
  readonly cost?: CostChange;
}
