import type { Diagnostic, Severity } from '../prompts/diagnostic.js';
import { LineIndex } from '../prompts/textRange.js';

/** A diagnostic as a document for scripts; line and column count from 1. */
export interface PlacedDiagnostic {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** The text that would mend it. */
  readonly replacement?: string;
}

/** The diagnostics of a file with their lines and columns. */
export function placed(path: string, text: string, diagnostics: readonly Diagnostic[]): PlacedDiagnostic[] {
  if (diagnostics.length === 0) return [];
  const index = new LineIndex(text);
  return diagnostics.map(({ severity, code, message, range, replacement }) => {
    const { line, column } = index.positionAt(range.start);
    return {
      path,
      line: line + 1,
      column: column + 1,
      severity,
      code,
      message,
      ...(replacement !== undefined && { replacement }),
    };
  });
}

/** `path:line:column severity message (code)`: what a terminal can jump to. */
export function diagnosticLine({ path, line, column, severity, message, code }: PlacedDiagnostic): string {
  return `${path}:${line}:${column} ${severity} ${message} (${code})`;
}
