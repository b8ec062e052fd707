import * as vscode from 'vscode';
import type { Projects } from '../projects.js';
import { diagnosticsOf } from './diagnosticsOf.js';
import { fixTitle } from './fixTitle.js';
import { diagnosticSource, ranges } from './vscodeDiagnostic.js';

/** Offers what a diagnostic says would mend it. The editor keeps no data with a diagnostic, so the file is checked again. */
export function quickFixes(projects: Projects): vscode.CodeActionProvider {
  return {
    provideCodeActions: async (document, _range, { diagnostics }) => {
      const own = diagnostics.filter(({ source }) => source === diagnosticSource);
      if (own.length === 0) return [];
      const text = document.getText();
      const rangeOf = ranges(text);
      const found = await diagnosticsOf(projects, document.uri, text);
      return own.flatMap((diagnostic) => {
        const match = found.find(
          ({ code, message, range }) =>
            code === diagnostic.code && message === diagnostic.message && rangeOf(range).isEqual(diagnostic.range),
        );
        if (match?.replacement === undefined) return [];
        const fix = new vscode.CodeAction(fixTitle(match.replacement), vscode.CodeActionKind.QuickFix);
        fix.edit = new vscode.WorkspaceEdit();
        fix.edit.replace(document.uri, diagnostic.range, match.replacement);
        fix.diagnostics = [diagnostic];
        fix.isPreferred = true;
        return [fix];
      });
    },
  };
}
