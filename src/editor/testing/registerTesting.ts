import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { KnownCases } from '../cases/knownCases.js';
import { tell } from '../commands/registerCommands.js';
import type { Disposable } from '../disposable.js';
import { askToRecord, type RecordParts } from '../evaluation/askToRecord.js';
import type { Projects } from '../projects.js';
import { acceptOutput } from './acceptOutput.js';
import { onSave } from './continuousRun.js';
import { promptItems } from './promptItems.js';
import { runTests, type RunHow, type RunParts } from './runTests.js';

export interface TestingParts extends RecordParts {
  readonly projects: Projects;
  readonly cases: KnownCases;
  readonly log: vscode.LogOutputChannel;
}

/** Prompts and their cases in the Test Explorer. */
export interface Testing extends Disposable {
  readonly controller: vscode.TestController;
  /** Replay, record what is missing, ask a model of the editor. */
  readonly profiles: readonly vscode.TestRunProfile[];
  /** @param argument an item, or a message with it @throws HumanError where it cannot be done */
  acceptOutput(argument: unknown): Promise<void>;
}

const replay: RunHow = { mode: 'replay' };

/** Looks at nothing before the Test Explorer, or somebody else, asks for prompts. */
export function registerTesting(parts: TestingParts): Testing {
  const { projects, cases, evaluations, log, work } = parts;
  const controller = vscode.tests.createTestController('promptRollout.cases', 'Prompt Rollout');
  const items = promptItems(controller, projects, cases);
  const running: RunParts = { controller, items, evaluations, log, outputs: new Map() };
  controller.resolveHandler = (item) => (item ? items.list(item) : items.load());
  controller.refreshHandler = async () => {
    await projects.refresh();
    for (const prompt of items.prompts) if (prompt.children.size > 0) await items.list(prompt);
  };

  const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    if (!request.continuous) return runTests(running, request, replay, token);
    onSave(parts, token, (saved) => {
      const touched = saved.flatMap((handle) => items.promptItem(handle) ?? []);
      return runTests(running, request, { ...replay, among: new Set(touched) }, token);
    });
  };
  const record: RunHow = {
    mode: 'record missing',
    isWanted: (wanted, signal) => askToRecord(parts, wanted, signal),
  };
  const ask = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    try {
      const how = await modelOfTheEditor(parts);
      if (how) await runTests(running, request, how, token);
    } catch (error) {
      tell(log, 'asking a model of the editor', error);
    }
  };
  const { Run } = vscode.TestRunProfileKind;
  const profiles = [
    controller.createRunProfile('Run', Run, run, true, undefined, true),
    controller.createRunProfile('Record Missing', Run, (request, token) => runTests(running, request, record, token)),
    controller.createRunProfile('Ask a Model of the Editor…', Run, ask),
  ];
  const disposables = vscode.Disposable.from(
    controller,
    ...profiles,
    items,
    // What the Test Explorer shows of a prompt is stale with its evaluation.
    evaluations.onDidChange((handle) => {
      const prompt = evaluations.of(handle)?.isStale && items.promptItem(handle);
      if (prompt) controller.invalidateTestResults(prompt);
    }),
  );
  return {
    controller,
    profiles,
    acceptOutput: (argument) => acceptOutput({ ...running, work }, argument),
    dispose: () => {
      disposables.dispose();
    },
  };
}

/** Lets a person choose the model. Nothing of it is recorded, since it is asked something near the request. */
async function modelOfTheEditor({ dialogs }: TestingParts): Promise<RunHow | undefined> {
  if (!vscode.workspace.isTrusted)
    throw new HumanError('refused', 'Models are asked only in a workspace that you trust. Nothing was run.');
  const models = await vscode.lm.selectChatModels();
  if (models.length === 0)
    throw new HumanError(
      'input',
      'This editor has no language models: install an extension that offers some. Nothing was run.',
    );
  const choices = models.map((model) => ({
    label: model.name,
    description: `${model.vendor} · ${model.id}`,
    value: model,
  }));
  const model = await dialogs.pick(
    { title: 'Ask a Model of the Editor', placeHolder: 'Which model? The results are approximate.' },
    choices,
  );
  if (!model) return undefined;
  const { languageModelProvider } = await import('../evaluation/languageModelProvider.js');
  return { mode: 'live', provider: languageModelProvider(model) };
}
