import * as vscode from 'vscode';
import type { OutlineKind, OutlineRow } from '../../prompts/language/outline.js';
import type { TextRange } from '../../prompts/textRange.js';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { PromptOf } from './promptOf.js';

/** The outline of a prompt. */
export function symbolProvider(promptOf: PromptOf): vscode.DocumentSymbolProvider {
  return {
    provideDocumentSymbols: async (document) => {
      const prompt = await promptOf(document);
      if (!prompt) return undefined;
      const { outlineOf } = await import('../../prompts/language/outline.js');
      return symbols(outlineOf(prompt), ranges(prompt.source));
    },
  };
}

function symbols(rows: readonly OutlineRow[], rangeOf: (range: TextRange) => vscode.Range): vscode.DocumentSymbol[] {
  return rows.map(({ name, detail, kind, range, selection, children }) => {
    const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], rangeOf(range), rangeOf(selection));
    symbol.children = symbols(children, rangeOf);
    return symbol;
  });
}

const kinds: Readonly<Record<OutlineKind, vscode.SymbolKind>> = {
  group: vscode.SymbolKind.Namespace,
  message: vscode.SymbolKind.String,
  variable: vscode.SymbolKind.Variable,
  parameter: vscode.SymbolKind.Property,
  output: vscode.SymbolKind.Struct,
  tool: vscode.SymbolKind.Function,
  test: vscode.SymbolKind.Array,
};
