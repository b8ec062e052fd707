import * as vscode from 'vscode';
import { followActivePrompt } from './editor/activePrompt.js';
import { activityView } from './editor/activity/activityView.js';
import { registerCommands } from './editor/commands/registerCommands.js';
import { rolloutHandlers } from './editor/commands/rolloutHandlers.js';
import { windowDialogs, type Dialogs } from './editor/dialogs.js';
import { registerDiagnostics } from './editor/diagnostics/registerDiagnostics.js';
import { registerHelp } from './editor/help/registerHelp.js';
import { registerLanguage } from './editor/language/registerLanguage.js';
import { registerLenses } from './editor/lenses/registerLenses.js';
import { OneAtATime } from './editor/oneAtATime.js';
import { parsedPrompts } from './editor/parsedPrompts.js';
import type { Projects } from './editor/projects.js';
import { openProjects } from './editor/projects/openProjects.js';
import { rolloutsView } from './editor/rollouts/rolloutsView.js';
import { watchRollouts } from './editor/rollouts/watchRollouts.js';
import { followSituation } from './editor/situation.js';
import { statusBar } from './editor/status/statusBar.js';
import { registerVersionFiles } from './editor/versions/versionFiles.js';
import { versionHandlers } from './editor/versions/versionHandlers.js';
import { versionsView, type VersionsView } from './editor/versions/versionsView.js';
import { promptWork, type PromptWork } from './prompts/work/promptWork.js';

/** What the in-host tests hold on to; other extensions get nothing. */
export interface TestApi {
  readonly activationMilliseconds: number;
  readonly projects: Projects;
  readonly versions: VersionsView;
  readonly work: PromptWork;
  /** Its answers can be replaced. */
  readonly dialogs: Dialogs;
}

/** Wires the parts of the editor and returns; nothing is read before a view, a prompt or a live rollout asks for it. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Prompt Rollout', { log: true });
  const projects = openProjects(context, log);
  const active = followActivePrompt(projects);
  const view = rolloutsView(projects);
  const dialogs = { ...windowDialogs };
  const turns = new OneAtATime();
  const work = promptWork(new URL('./worker.js', import.meta.url));
  const versions = versionsView(projects, active, log);
  registerCommands(context, log, {
    ...rolloutHandlers({ projects, active, dialogs, turns, work }, view, log),
    ...versionHandlers({ projects, active, dialogs, view: versions }),
  });
  registerVersionFiles(context, projects);
  registerLenses(context, projects);
  const parsed = parsedPrompts(work);
  registerDiagnostics(context, projects, parsed, log);
  registerLanguage(context, projects, parsed);
  registerHelp(context);
  context.subscriptions.push(
    log,
    work,
    parsed,
    projects,
    active,
    view,
    versions,
    view.onDidChoose((handle) => versions.show(handle)),
    activityView(projects),
    statusBar(projects, active),
    followSituation(projects),
    watchRollouts(projects, turns, log),
  );
  const activationMilliseconds = performance.now() - began;
  log.info(`activated in ${activationMilliseconds.toFixed(1)} ms`);
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { activationMilliseconds, projects, versions, work, dialogs }
    : undefined;
}
