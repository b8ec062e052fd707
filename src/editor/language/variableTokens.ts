import * as vscode from 'vscode';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { Projects } from '../projects.js';
import type { PromptOf } from './promptOf.js';

export const tokenLegend = new vscode.SemanticTokensLegend(['variable']);

/**
 * Colours the variables of prompts, of whatever format: `{{name}}` in YAML and JSON, which no grammar of theirs knows, as
 * well as in a template. All other colours stay the grammar's.
 */
export function variableTokens(projects: Projects, promptOf: PromptOf): vscode.DocumentSemanticTokensProvider {
  return {
    onDidChangeSemanticTokens: projects.onDidChange, // other files may be prompts now
    provideDocumentSemanticTokens: async (document) => {
      const prompt = await promptOf(document);
      if (!prompt) return undefined;
      const { placedUses } = await import('../../prompts/language/placedUses.js');
      const tokens = new vscode.SemanticTokensBuilder(tokenLegend);
      const rangeOf = ranges(prompt.source);
      for (const use of placedUses(prompt)) tokens.push(rangeOf(use), 'variable');
      return tokens.build();
    },
  };
}
