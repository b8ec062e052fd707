import * as vscode from 'vscode';
import type { Projects, PromptHandle } from '../projects.js';

/** The prompt that a strategy file is for; undefined where it is for none. */
export function handleOfStrategy(projects: Projects, uri: vscode.Uri): PromptHandle | undefined {
  return projects.handles.find((handle) => strategyUri(handle)?.fsPath === uri.fsPath);
}

/** Where the strategy of a prompt is; undefined where it has none. */
export function strategyUri({ prompt, project, uri }: PromptHandle): vscode.Uri | undefined {
  if (!prompt.strategy || !project) return undefined;
  // From the prompt's own address, so that a folder reached through a symbolic link stays reached that way.
  const up = prompt.path.split('/').map(() => '..');
  return vscode.Uri.joinPath(uri, ...up, prompt.strategy.path);
}
