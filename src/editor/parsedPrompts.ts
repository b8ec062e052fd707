import * as vscode from 'vscode';
import type { PromptDocument } from '../prompts/promptDocument.js';
import type { PromptWork } from '../prompts/work/promptWork.js';
import type { Disposable } from './disposable.js';
import { parseText } from './parseText.js';

/** Open prompts, understood: once per text, for all who ask. */
export interface ParsedPrompts extends Disposable {
  /** Never rejects for what stands in the file; a prompt that is refused says so in its diagnostics. */
  of(document: vscode.TextDocument): Promise<PromptDocument>;
}

/** Parses on first demand, and keeps the last result of every open file. */
export function parsedPrompts(work: PromptWork): ParsedPrompts {
  const kept = new Map<string, { readonly version: number; readonly parsed: Promise<PromptDocument> }>();
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => kept.delete(uri.toString()));
  return {
    of: (document) => {
      const key = document.uri.toString();
      const known = kept.get(key);
      if (known?.version === document.version) return known.parsed;
      const parsed = parseText(work, { path: document.uri.path, text: document.getText() });
      kept.set(key, { version: document.version, parsed });
      return parsed;
    },
    dispose: () => {
      closing.dispose();
      kept.clear();
    },
  };
}
