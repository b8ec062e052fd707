import * as vscode from 'vscode';
import { mayBePrompt } from '../activePrompt.js';
import type { KnownCases } from '../cases/knownCases.js';
import { commandId } from '../commands/commandNames.js';
import { helpKind } from '../diagnostics/checkedFile.js';
import type { Evaluations } from '../evaluation/evaluations.js';
import type { Projects } from '../projects.js';
import { iconName } from '../rollouts/rolloutItem.js';
import { autopilotSetting, onDidChangeSettings } from '../settings.js';
import { handleOfStrategy } from '../strategies/handleOfStrategy.js';
import type { Traffic } from '../strategies/traffic.js';
import type { FileChanges } from './fileChanges.js';
import { promptLenses, strategyLenses, type Lens, type LensSubject } from './lensModel.js';

export interface LensParts {
  readonly projects: Projects;
  readonly changes: FileChanges;
  readonly evaluations: Evaluations;
  readonly cases: KnownCases;
  readonly traffic: Traffic;
}

/** Shows above prompts and strategies how the rollout and the evaluation stand, and what is next. */
export function registerLenses(context: vscode.ExtensionContext, parts: LensParts): void {
  const { projects, changes, evaluations, cases, traffic } = parts;
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const { uri } = document;
      // The editor asks again only while it has the focus, so the first answer had better be right.
      if (mayBePrompt(uri)) await projects.load();
      return [...lensesOf(parts, uri), ...(await forecastLenses(parts, document))];
    },
  };
  context.subscriptions.push(
    changed,
    projects.onDidChange(() => changed.fire()),
    changes.onDidChange(() => changed.fire()),
    evaluations.onDidChange(() => changed.fire()),
    cases.onDidChange(() => changed.fire()),
    traffic.onDidChange(() => changed.fire()),
    onDidChangeSettings(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, provider),
  );
}

function lensesOf({ projects, changes, evaluations, cases }: LensParts, uri: vscode.Uri): vscode.CodeLens[] {
  const isStrategy = helpKind(uri.path) === 'strategy';
  const handle = isStrategy ? handleOfStrategy(projects, uri) : projects.handleOf(uri);
  if (!handle) return [];
  const change = changes.of(handle);
  const subject: LensSubject = {
    handle,
    seen: projects.seen(handle),
    isDraft: projects.isDraft(handle),
    ...(change !== undefined && { change }),
    autopilot: autopilotSetting(),
    nameOf: (version) => projects.versionName(handle, version),
    evaluation: evaluations.standing(handle),
    hasCases: !isStrategy && (cases.of(handle)?.cases.length ?? 0) > 0,
  };
  const lenses = isStrategy ? strategyLenses(subject) : promptLenses(subject);
  return lenses.map((lens) => codeLens(lens, handle.uri));
}

/** Above stages that need proof or the goal: what that takes, as far as is known of the traffic. */
async function forecastLenses(
  { projects, traffic }: LensParts,
  document: vscode.TextDocument,
): Promise<vscode.CodeLens[]> {
  const handle = helpKind(document.uri.path) === 'strategy' ? handleOfStrategy(projects, document.uri) : undefined;
  if (!handle) return [];
  const { forecastMarks } = await import('../../project/forecastMarks.js');
  const { proofs } = forecastMarks(document.getText(), traffic.perDay(handle));
  return proofs.map(({ offset, words }) => {
    const position = document.positionAt(offset);
    return new vscode.CodeLens(new vscode.Range(position, position), { title: words, command: '' });
  });
}

function codeLens({ text, command, kind }: Lens, prompt: vscode.Uri): vscode.CodeLens {
  // A plain space after an icon is not drawn here.
  const title = kind ? `$(${iconName(kind)})\u00a0${text}` : text;
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: commandId(command), arguments: [prompt] });
}
