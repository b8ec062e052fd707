import * as vscode from 'vscode';
import { isPromptText } from '../projects.js';
import { diagnosticsOf, type CheckParts } from './diagnosticsOf.js';
import { diagnosticSource, ranges } from './vscodeDiagnostic.js';

/** Offers what would mend a diagnostic. The editor keeps no data with a diagnostic, so the file is checked again. */
export function quickFixes(parts: CheckParts): vscode.CodeActionProvider {
  const { projects, parsed } = parts;
  return {
    provideCodeActions: async (document, _range, { diagnostics }) => {
      const own = diagnostics.filter(({ source }) => source === diagnosticSource);
      if (own.length === 0) return [];
      const text = document.getText();
      const rangeOf = ranges(text);
      const { diagnostics: found } = await diagnosticsOf(parts, document);
      const prompt = isPromptText(projects, document.uri) ? await parsed.of(document) : undefined;
      const { fixesOf } = await import('../../prompts/language/fixes.js');
      return own.flatMap((diagnostic) => {
        const match = found.find(
          ({ code, message, range }) =>
            code === diagnostic.code && message === diagnostic.message && rangeOf(range).isEqual(diagnostic.range),
        );
        if (!match) return [];
        return fixesOf(match, prompt).map((fix, index) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, rangeOf(fix.range), fix.text);
          action.diagnostics = [diagnostic];
          action.isPreferred = index === 0;
          return action;
        });
      });
    },
  };
}
