import * as vscode from 'vscode';
import type { KnownCases } from '../cases/knownCases.js';
import { debounced } from '../debounced.js';
import type { Projects, PromptHandle } from '../projects.js';
import { concernedBy } from '../projects/concernedBy.js';
import { handleOfStrategy } from '../strategies/handleOfStrategy.js';

/** How long nothing is saved before it is run, in milliseconds: by then the window has taken in what changed. */
const quiet = 500;

/**
 * Until the token says so, calls `run` with the prompts that saved files concern: their own files, what they include, their
 * cases, and their strategies.
 */
export function onSave(
  { projects, cases }: { readonly projects: Projects; readonly cases: KnownCases },
  token: vscode.CancellationToken,
  run: (prompts: readonly PromptHandle[]) => Promise<void>,
): void {
  const saved = new Set<vscode.Uri>();
  const soon = debounced(quiet, async () => {
    const files = [...saved];
    saved.clear();
    const found = [
      ...(await concernedBy(files, projects.handles)),
      ...files.flatMap((file) => cases.concernedBy(file)),
      ...files.flatMap((file) => handleOfStrategy(projects, file) ?? []),
    ];
    // Of two handles of one prompt either will do.
    const prompts = [...new Map(found.map((handle) => [handle.uri.toString(), handle])).values()];
    if (prompts.length > 0) await run(prompts);
  });
  const listening = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    saved.add(uri);
    soon();
  });
  token.onCancellationRequested(() => {
    listening.dispose();
    soon.dispose();
  });
}
