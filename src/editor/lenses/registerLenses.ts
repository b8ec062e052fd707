import * as vscode from 'vscode';
import { mayBePrompt } from '../activePrompt.js';
import { commandId } from '../commands/commandNames.js';
import { helpKind } from '../diagnostics/checkedFile.js';
import type { Projects } from '../projects.js';
import { iconName } from '../rollouts/rolloutItem.js';
import { autopilotSetting, onDidChangeSettings } from '../settings.js';
import { handleOfStrategy } from '../strategies/handleOfStrategy.js';
import { promptLenses, strategyLenses, type Lens, type LensSubject } from './lensModel.js';

/** Shows above prompts and strategies how the rollout stands and what is next. */
export function registerLenses(context: vscode.ExtensionContext, projects: Projects): void {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async ({ uri }) => {
      // The editor asks again only while it has the focus, so the first answer had better be right.
      if (mayBePrompt(uri)) await projects.load();
      return lensesOf(projects, uri);
    },
  };
  context.subscriptions.push(
    changed,
    projects.onDidChange(() => changed.fire()),
    onDidChangeSettings(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, provider),
  );
}

function lensesOf(projects: Projects, uri: vscode.Uri): vscode.CodeLens[] {
  const isStrategy = helpKind(uri.path) === 'strategy';
  const handle = isStrategy ? handleOfStrategy(projects, uri) : projects.handleOf(uri);
  if (!handle) return [];
  const subject: LensSubject = {
    handle,
    seen: projects.seen(handle),
    isDraft: projects.isDraft(handle),
    autopilot: autopilotSetting(),
    nameOf: (version) => projects.versionName(handle, version),
  };
  const lenses = isStrategy ? strategyLenses(subject) : promptLenses(subject);
  return lenses.map((lens) => codeLens(lens, handle.uri));
}

function codeLens({ text, command, kind }: Lens, prompt: vscode.Uri): vscode.CodeLens {
  // A plain space after an icon is not drawn here.
  const title = kind ? `$(${iconName(kind)})\u00a0${text}` : text;
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: commandId(command), arguments: [prompt] });
}
