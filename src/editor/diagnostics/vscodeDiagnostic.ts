import * as vscode from 'vscode';
import type { Diagnostic, Severity } from '../../prompts/diagnostic.js';
import { LineIndex, type TextRange } from '../../prompts/textRange.js';

/** What the Problems view says where a problem comes from. */
export const diagnosticSource = 'Prompt Rollout';

/** Diagnostics as the editor shows them. */
export function toVscode(text: string, diagnostics: readonly Diagnostic[]): vscode.Diagnostic[] {
  const rangeOf = ranges(text);
  return diagnostics.map(({ severity, code, message, range }) => {
    const shown = new vscode.Diagnostic(rangeOf(range), message, severities[severity]);
    shown.source = diagnosticSource;
    shown.code = code;
    return shown;
  });
}

/** Turns offsets into lines and columns. */
export function ranges(text: string): (range: TextRange) => vscode.Range {
  const index = new LineIndex(text);
  const position = (offset: number): vscode.Position => {
    const { line, column } = index.positionAt(offset);
    return new vscode.Position(line, column);
  };
  return ({ start, end }) => new vscode.Range(position(start), position(end));
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
