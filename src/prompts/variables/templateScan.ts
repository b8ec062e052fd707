import type { Reference } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';

/** One use of an input in a template. */
export interface VariableUse {
  readonly name: string;
  /** The name alone, without braces. */
  readonly range: TextRange;
  /** Inside a section it may also be a field of the section's item. */
  readonly inSection?: true;
}

/** What can be said about a template without running it. */
export interface TemplateScan {
  readonly uses: readonly VariableUse[];
  /** Files it includes, as written. */
  readonly references: readonly Reference[];
  /** The outermost conditions and loops. */
  readonly blocks: readonly TextRange[];
}
