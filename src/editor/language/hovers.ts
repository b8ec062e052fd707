import * as vscode from 'vscode';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { PromptOf } from './promptOf.js';

/** What is known of the variable, parameter or file under the pointer. */
export function hoverProvider(promptOf: PromptOf): vscode.HoverProvider {
  return {
    provideHover: async (document, position) => {
      const prompt = await promptOf(document);
      if (!prompt) return undefined;
      const [{ promptHoverAt }, { escapeMarkdown }] = await Promise.all([
        import('../../prompts/language/hover.js'),
        import('../../prompts/language/escapeMarkdown.js'),
      ]);
      const hover = promptHoverAt(prompt, document.offsetAt(position));
      if (!hover) return undefined;
      const text = [`**${escapeMarkdown(hover.title)}**`, ...hover.lines.map(escapeMarkdown)].join('\n\n');
      return new vscode.Hover(new vscode.MarkdownString(text), ranges(prompt.source)(hover.range));
    },
  };
}
