import { LineIndex, type TextRange } from './textRange.js';

export type Severity = 'error' | 'warning' | 'information';

/** Something wrong, or worth knowing, at a place in a file. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable and greppable: `unknown-key`, `share-shrinks`, … */
  readonly code: string;
  /** A whole sentence for a person, with what to do where that is known. */
  readonly message: string;
  readonly range: TextRange;
  /** The text that would mend it, in place of `range`. */
  readonly replacement?: string;
}

/** `path:line:column severity message (code)`, lines and columns from 1: what a terminal can jump to. */
export function formatDiagnostic(path: string, text: string, diagnostic: Diagnostic): string {
  const { line, column } = new LineIndex(text).positionAt(diagnostic.range.start);
  return `${path}:${line + 1}:${column + 1} ${diagnostic.severity} ${diagnostic.message} (${diagnostic.code})`;
}
