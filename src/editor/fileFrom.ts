import * as vscode from 'vscode';
import type { PromptHandle } from './projects.js';

/** A file by its path from where the prompt's own path begins. A folder reached through a symbolic link stays reached that way. */
export function fileFrom({ prompt, uri }: PromptHandle, path: string): vscode.Uri {
  const up = prompt.path.split('/').map(() => '..');
  return vscode.Uri.joinPath(uri, ...up, path);
}
