import { join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { RequestName } from '../../project/request.js';
import { act, requireRollouts, type ActionParts } from '../actions/act.js';
import type { PromptHandle } from '../projects.js';
import { withProgress } from '../progress.js';
import { rolloutsViewId, type RolloutsView } from '../rollouts/rolloutsView.js';
import { chosenPrompt } from './chosenPrompt.js';
import type { RolloutCommand } from './commandNames.js';
import { newPrompt } from './newPrompt.js';
import type { Handler } from './registerCommands.js';

/** What the commands of the rollouts side do. */
export function rolloutHandlers(
  parts: ActionParts,
  view: RolloutsView,
  log: vscode.LogOutputChannel,
): Readonly<Record<RolloutCommand, Handler>> {
  const { projects, dialogs } = parts;
  const request =
    (name: RequestName): Handler =>
    (argument) =>
      act(parts, name, argument);
  const onPrompt =
    (title: string, work: (handle: PromptHandle) => Promise<unknown>): Handler =>
    async (argument) => {
      const handle = await chosenPrompt(parts, argument, title);
      if (handle) await work(handle);
    };
  return {
    refresh: () => withProgress('Refresh', rolloutsViewId, () => projects.refresh()),
    chooseEnvironment: async () => {
      await projects.load();
      const choices = projects.environments.map((name) => ({ label: name, value: name }));
      const name = await dialogs.pick(
        { title: 'Choose Environment', placeHolder: 'Which environment is shown?' },
        choices,
      );
      if (name !== undefined) await projects.chooseEnvironment(name);
    },
    newPrompt,
    openPrompt: onPrompt('Open Prompt', openPrompt),
    openStrategy: onPrompt('Open Strategy', openStrategy),
    openRollout: onPrompt('Open Rollout', (handle) => view.reveal(handle)),
    showOutput: () => log.show(),
    adopt: request('adopt'),
    start: request('start'),
    advance: request('advance'),
    approve: request('approve'),
    pause: request('pause'),
    resume: request('resume'),
    extend: request('extend'),
    override: request('override'),
    abort: request('abort'),
    revert: request('revert'),
    reapply: request('reapply'),
    takeover: request('takeover'),
  };
}

async function openPrompt({ prompt, uri, gone }: PromptHandle): Promise<void> {
  if (gone) {
    throw new HumanError(
      'input',
      `${prompt.path} is gone from the working tree; its rollout goes on as it is. Bring the file back, or abort.`,
    );
  }
  await vscode.window.showTextDocument(uri);
}

async function openStrategy(handle: PromptHandle): Promise<void> {
  const { prompt } = handle;
  const { project } = requireRollouts(handle);
  if (!prompt.strategy) {
    throw new HumanError('input', `${prompt.name} has no strategy yet; "New Rollout Strategy" writes one beside it.`);
  }
  await vscode.window.showTextDocument(vscode.Uri.file(join(project.repository.root, prompt.strategy.path)));
}
