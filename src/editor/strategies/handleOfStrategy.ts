import type * as vscode from 'vscode';
import { fileFrom } from '../fileFrom.js';
import type { Projects, PromptHandle } from '../projects.js';

/** The prompt that a strategy file is for; undefined where it is for none. */
export function handleOfStrategy(projects: Projects, uri: vscode.Uri): PromptHandle | undefined {
  return projects.handles.find((handle) => strategyUri(handle)?.fsPath === uri.fsPath);
}

/** Where the strategy of a prompt is; undefined where it has none. */
export function strategyUri(handle: PromptHandle): vscode.Uri | undefined {
  const { prompt, project } = handle;
  return prompt.strategy && project ? fileFrom(handle, prompt.strategy.path) : undefined;
}
