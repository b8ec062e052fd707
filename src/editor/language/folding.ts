import * as vscode from 'vscode';
import type { PromptOf } from './promptOf.js';

/** Folds the frontmatter and the messages of a prompt. */
export function foldingProvider(promptOf: PromptOf): vscode.FoldingRangeProvider {
  return {
    provideFoldingRanges: async (document) => {
      const prompt = await promptOf(document);
      if (!prompt) return undefined;
      const { foldsOf } = await import('../../prompts/language/folds.js');
      return foldsOf(prompt).map(({ start, end }) => new vscode.FoldingRange(start, end));
    },
  };
}
