import * as vscode from 'vscode';
import type { Disposable } from './disposable.js';
import type { Projects, PromptHandle } from './projects.js';
import { versionPlace, type VersionPlace } from './versions/versionUri.js';

/** The prompt a person works on: that of the active editor, else the last one that was. */
export interface ActivePrompt extends Disposable {
  readonly handle: PromptHandle | undefined;
  /** The version of it that is open, where it is one. */
  readonly version: VersionPlace | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** Follows the active editor: a prompt's file, its strategy, its cases, or an old version of it. */
export function followActivePrompt(projects: Projects): ActivePrompt {
  const changed = new vscode.EventEmitter<void>();
  let uri: vscode.Uri | undefined;
  const follow = (editor: vscode.TextEditor | undefined): void => {
    if (!editor) return;
    uri = editor.document.uri;
    if (mayBePrompt(uri)) void projects.load();
    changed.fire();
  };
  follow(vscode.window.activeTextEditor);
  const disposables = vscode.Disposable.from(
    changed,
    vscode.window.onDidChangeActiveTextEditor(follow),
    projects.onDidChange(() => changed.fire()),
  );
  return {
    get handle() {
      return uri && handleFor(projects, uri);
    },
    get version() {
      return uri && versionPlace(uri);
    },
    onDidChange: changed.event,
    dispose: () => {
      disposables.dispose();
    },
  };
}

/** An open prompt, strategy or file of cases is a reason to look for prompts; any other file is none. */
export function mayBePrompt({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && /\.(prompt\.ya?ml|prompt|prompty|rollout\.yaml|cases\.yaml)$|\/prompts\//.test(path);
}

function handleFor(projects: Projects, uri: vscode.Uri): PromptHandle | undefined {
  const own = projects.handleOf(uri);
  const place = versionPlace(uri);
  if (place) {
    const isThere = ({ prompt, project }: PromptHandle): boolean =>
      project?.repository.root === place.root && prompt.path === place.path;
    return projects.handles.find(isThere);
  }
  if (own || uri.scheme !== 'file') return own ?? projects.handles.find((handle) => handle.uri.path === uri.path);
  return projects.handles.find((handle) => {
    const { prompt, project } = handle;
    if (casesBeside(handle) === uri.path) return true;
    const strategy =
      prompt.strategy && project && vscode.Uri.joinPath(vscode.Uri.file(project.repository.root), prompt.strategy.path);
    return strategy?.fsPath === uri.fsPath;
  });
}

/** The path of the cases that have the prompt's name. */
function casesBeside({ prompt, uri }: PromptHandle): string {
  return `${uri.path.slice(0, -prompt.path.length)}${prompt.id}.cases.yaml`;
}
