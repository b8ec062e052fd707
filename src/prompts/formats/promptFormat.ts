import type { FormatId, PromptDocument } from '../promptDocument.js';

/** One kind of prompt file. To add a kind: one file that exports one of these, and a line in `index.ts`. */
export interface PromptFormat {
  readonly id: FormatId;
  /** The file name endings it claims, longest first; they are no part of a prompt's identity. */
  readonly suffixes: readonly string[];
  /** Reads a whole file. Never throws: what is broken is in the document's diagnostics. */
  parse(source: string): PromptDocument;
}
