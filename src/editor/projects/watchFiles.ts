import * as vscode from 'vscode';
import { changeOf } from './changeOf.js';
import type { Root } from './roots.js';

export type Change = 'configuration' | 'prompts' | 'traffic' | 'git' | { readonly saved: vscode.Uri };

/** Where git says what is committed and what the logs are. */
const gitPattern = '{HEAD,packed-refs,refs/**,reftable/**}';

/** Tells of changed files, and of git's own, as far as anything shown depends on them. */
export function watchFiles(
  folders: readonly vscode.Uri[],
  roots: readonly Root[],
  isIncludable: (uri: vscode.Uri) => boolean,
  tell: (change: Change) => void,
): vscode.Disposable {
  const watch = (
    base: vscode.Uri,
    pattern: string,
    on: (uri: vscode.Uri, how: 'changed' | 'created' | 'deleted') => void,
  ): vscode.Disposable => {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(base, pattern));
    watcher.onDidChange((uri) => on(uri, 'changed'));
    watcher.onDidCreate((uri) => on(uri, 'created'));
    watcher.onDidDelete((uri) => on(uri, 'deleted'));
    return watcher;
  };
  const files = folders.map((folder) =>
    watch(folder, '**', (uri, how) => {
      for (const root of roots) {
        const path = root.pathOf(uri);
        const change = path === undefined ? undefined : changeOf(path, how, root.watched, () => isIncludable(uri));
        if (change) tell(change === 'saved' ? { saved: uri } : change);
      }
    }),
  );
  const gitFolders = new Set(roots.flatMap(({ project }) => project?.repository.gitDirectory ?? []));
  const git = [...gitFolders].map((folder) => watch(vscode.Uri.file(folder), gitPattern, () => tell('git')));
  return vscode.Disposable.from(...files, ...git);
}
