import * as vscode from 'vscode';
import { followActivePrompt } from './editor/activePrompt.js';
import { activityView } from './editor/activity/activityView.js';
import { casesHandlers } from './editor/cases/casesHandlers.js';
import { knownCases } from './editor/cases/knownCases.js';
import { registerCommands } from './editor/commands/registerCommands.js';
import { rolloutHandlers } from './editor/commands/rolloutHandlers.js';
import { comparisons } from './editor/comparisons.js';
import { comparisonView } from './editor/comparison/comparisonView.js';
import { windowDialogs, type Dialogs } from './editor/dialogs.js';
import { registerDecorations } from './editor/decorations/registerDecorations.js';
import { registerDiagnostics } from './editor/diagnostics/registerDiagnostics.js';
import { evaluationHandlers } from './editor/evaluation/evaluationHandlers.js';
import { evaluations, type Evaluations } from './editor/evaluation/evaluations.js';
import { evaluationView } from './editor/evaluation/evaluationView.js';
import { registerHelp } from './editor/help/registerHelp.js';
import { registerLanguage } from './editor/language/registerLanguage.js';
import { fileChanges } from './editor/lenses/fileChanges.js';
import { registerLenses } from './editor/lenses/registerLenses.js';
import { registerMarks } from './editor/marks/registerMarks.js';
import { OneAtATime } from './editor/oneAtATime.js';
import { parsedPrompts } from './editor/parsedPrompts.js';
import { previewHandlers } from './editor/preview/previewHandlers.js';
import type { Projects } from './editor/projects.js';
import { openProjects } from './editor/projects/openProjects.js';
import { reportHandlers } from './editor/report/reportHandlers.js';
import { reportView } from './editor/report/reportView.js';
import { rolloutsView } from './editor/rollouts/rolloutsView.js';
import { watchRollouts } from './editor/rollouts/watchRollouts.js';
import { followSituation } from './editor/situation.js';
import { statusBar } from './editor/status/statusBar.js';
import { traffic } from './editor/strategies/traffic.js';
import { registerTesting, type Testing } from './editor/testing/registerTesting.js';
import { registerVersionFiles } from './editor/versions/versionFiles.js';
import { versionHandlers } from './editor/versions/versionHandlers.js';
import { versionsView, type VersionsView } from './editor/versions/versionsView.js';
import type { EvaluationJobs } from './evaluation/work/jobs.js';
import { promptWork, type PromptWork } from './prompts/work/promptWork.js';

/** What the in-host tests hold on to; other extensions get nothing. */
export interface TestApi {
  readonly projects: Projects;
  readonly versions: VersionsView;
  readonly work: PromptWork;
  readonly evaluations: Evaluations;
  readonly testing: Testing;
  /** Its answers can be replaced. */
  readonly dialogs: Dialogs;
}

/** Wires the parts of the editor and returns; nothing is read before a view, a prompt or a live rollout asks for it. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Prompt Rollout', { log: true });
  const work = promptWork<EvaluationJobs>(new URL('./worker.js', import.meta.url));
  const token = (origin: string): Promise<string | undefined> => Promise.resolve(context.secrets.get(origin));
  const projects = openProjects(context, log, (counted, signal) => work.run('judge', counted, signal), token);
  const active = followActivePrompt(projects);
  const dialogs = { ...windowDialogs };
  const turns = new OneAtATime();
  const made = comparisons(work);
  const evaluated = evaluations({ projects, work, token, log });
  const view = rolloutsView(projects, evaluated);
  const cases = knownCases({ projects, work, token, log });
  const recordParts = { work, token, evaluations: evaluated, dialogs };
  const testing = registerTesting({ ...recordParts, projects, cases, log });
  const versions = versionsView(projects, active, made, log);
  const versionParts = { projects, active, dialogs, view: versions };
  const previewParts = {
    ...versionParts,
    work,
    log,
    extensionUri: context.extensionUri,
    open: { pages: new Map(), choices: new Map() },
  };
  const comparison = comparisonView({ ...previewParts, comparisons: made });
  const evaluation = evaluationView({ ...previewParts, evaluations: evaluated, comparison });
  const report = reportView({ projects, work, log, extensionUri: context.extensionUri });
  registerCommands(context, log, {
    ...rolloutHandlers({ projects, active, dialogs, turns, work }, view, log),
    ...versionHandlers(versionParts, comparison),
    ...previewHandlers(previewParts),
    ...casesHandlers({ projects, active, dialogs, work }),
    ...reportHandlers({ projects, active, dialogs }, report),
    ...evaluationHandlers({ ...recordParts, projects, active, testing, view: evaluation, secrets: context.secrets }),
  });
  registerVersionFiles(context, projects);
  const marks = registerMarks(context, { ...versionParts, work }, log);
  const changes = fileChanges({ projects, comparisons: made, log, marks });
  const counted = traffic(log);
  registerLenses(context, { projects, changes, evaluations: evaluated, cases, traffic: counted });
  registerDecorations(context, projects);
  const parsed = parsedPrompts(work);
  registerDiagnostics(context, { projects, parsed, work, traffic: counted }, log);
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
    comparison,
    evaluated,
    cases,
    testing,
    evaluation,
    report,
    changes,
    counted,
    view.onDidChoose((handle) => versions.show(handle)),
    activityView(projects),
    statusBar(projects, active),
    followSituation(projects),
    watchRollouts(projects, turns, log),
  );
  log.info(`activated in ${(performance.now() - began).toFixed(1)} ms`);
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { projects, versions, work, dialogs, evaluations: evaluated, testing }
    : undefined;
}
