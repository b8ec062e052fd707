import * as vscode from 'vscode';
import { HumanError } from '../prompts/humanError.js';
import type { PromptDocument } from '../prompts/promptDocument.js';
import type { PromptWork } from '../prompts/work/promptWork.js';
import type { Disposable } from './disposable.js';

/** Open prompts, understood: once per text, for all who ask. */
export interface ParsedPrompts extends Disposable {
  /** Never rejects for what stands in the file; a prompt that is refused says so in its diagnostics. */
  of(document: vscode.TextDocument): Promise<PromptDocument>;
}

/** Longer prompts are parsed in the thread for prompts: here, they would hold up everything else. In characters. */
const maxHere = 100_000;

/** Parses on first demand, and keeps the last result of every open file. */
export function parsedPrompts(work: PromptWork): ParsedPrompts {
  const kept = new Map<string, { readonly version: number; readonly parsed: Promise<PromptDocument> }>();
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => kept.delete(uri.toString()));
  return {
    of: (document) => {
      const key = document.uri.toString();
      const known = kept.get(key);
      if (known?.version === document.version) return known.parsed;
      const parsed = parse(work, document.uri.path, document.getText());
      kept.set(key, { version: document.version, parsed });
      return parsed;
    },
    dispose: () => {
      closing.dispose();
      kept.clear();
    },
  };
}

async function parse(work: PromptWork, path: string, text: string): Promise<PromptDocument> {
  const { formatOf, parsePrompt } = await import('../prompts/formats/index.js');
  if (text.length <= maxHere) return parsePrompt(path, text);
  try {
    return await work.run('parse', { path, text });
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    const { unreadDocument } = await import('../prompts/formats/unreadDocument.js');
    return unreadDocument(formatOf(path).id, text, [
      { severity: 'error', code: 'refused', message: error.message, range: { start: 0, end: 1 } },
    ]);
  }
}
