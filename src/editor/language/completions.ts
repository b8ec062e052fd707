import path from 'node:path';
import * as vscode from 'vscode';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { PromptOf } from './promptOf.js';

/** What begins a name: a tag, `${input:`, the name of a partial. */
export const completionTriggers = ['{', ':', '>'];

/** How many files are offered at most. */
const maxFiles = 200;

/** Completes the names of variables and of included files inside the tags of a prompt. */
export function completionProvider(promptOf: PromptOf): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: async (document, position) => {
      const prompt = await promptOf(document);
      if (!prompt) return undefined;
      const [{ completionSpot }, { fileCompletions, includablePattern, variableCompletions }] = await Promise.all([
        import('../../prompts/language/completionSpot.js'),
        import('../../prompts/language/completions.js'),
      ]);
      const spot = completionSpot(prompt, document.offsetAt(position));
      if (!spot) return undefined;
      const { Variable, File } = vscode.CompletionItemKind;
      const [kind, found] =
        spot.wants === 'variable'
          ? [Variable, variableCompletions(prompt, spot)]
          : [File, fileCompletions(prompt, spot, await filesNear(document.uri, includablePattern(prompt)))];
      const range = ranges(prompt.source)(spot.range);
      return found.map(({ label, detail, insert }, index) => {
        const item = new vscode.CompletionItem(label, kind);
        item.detail = detail;
        item.insertText = insert;
        item.range = range;
        item.sortText = String(index).padStart(4, '0');
        return item;
      });
    },
  };
}

/** The same behind a space: for languages in which tags have spaces by custom, as it would ask in vain in all others. */
export function afterSpace(provider: vscode.CompletionItemProvider): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: (document, position, token, context) =>
      context.triggerCharacter === ' '
        ? provider.provideCompletionItems(document, position, token, context)
        : undefined, // the other one answers
  };
}

/** The files that match a pattern from a prompt's folder, by their paths from there. */
async function filesNear({ fsPath }: vscode.Uri, pattern: string): Promise<readonly string[]> {
  const folder = path.dirname(fsPath);
  const inFolder = new vscode.RelativePattern(folder, pattern);
  const found = await vscode.workspace.findFiles(inFolder, '**/node_modules/**', maxFiles);
  return found
    .filter((uri) => uri.fsPath !== fsPath)
    .map((uri) => path.relative(folder, uri.fsPath).split(path.sep).join('/'))
    .sort();
}
