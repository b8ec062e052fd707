import * as vscode from 'vscode';
import type { Projects } from './projects.js';

/** What the welcome views go by. */
type Situation = 'looking' | 'noPrompts' | 'noRepository' | 'ready';

/** Keeps the context keys up to date that menus and welcome views ask. */
export function followSituation(projects: Projects): vscode.Disposable {
  const set = (key: string, value: unknown): void =>
    void vscode.commands.executeCommand('setContext', `promptRollout.${key}`, value);
  let paths = '';
  const update = (): void => {
    set('situation', situationOf(projects));
    const now = promptPaths(projects);
    if (now.join('\n') !== paths) set('promptPaths', now);
    paths = now.join('\n');
    set('severalEnvironments', projects.environments.length > 1);
  };
  set('situation', 'looking');
  return projects.onDidChange(update);
}

/** As `resourcePath` gives them: the path on disk, or, where the window is on another machine, that of the address. */
function promptPaths({ handles }: Projects): readonly string[] {
  return [...new Set(handles.flatMap(({ uri }) => [uri.fsPath, uri.path]))];
}

function situationOf({ handles }: Projects): Situation {
  if (handles.length === 0) return 'noPrompts';
  return handles.some(({ project }) => project) ? 'ready' : 'noRepository';
}
