import type * as vscode from 'vscode';
import { chosenPrompt, type PromptChoice } from '../commands/chosenPrompt.js';
import type { EvaluationCommand } from '../commands/commandNames.js';
import type { Handler } from '../commands/registerCommands.js';
import { withProgress } from '../progress.js';
import { rolloutsViewId } from '../rollouts/rolloutsView.js';
import type { Testing } from '../testing/registerTesting.js';
import type { RecordParts } from './askToRecord.js';
import type { EvaluationView } from './evaluationView.js';

export interface EvaluationHandlerParts extends PromptChoice, RecordParts {
  readonly testing: Testing;
  readonly view: EvaluationView;
  readonly secrets: vscode.SecretStorage;
}

/** What the commands on evaluations do. */
export function evaluationHandlers(parts: EvaluationHandlerParts): Readonly<Record<EvaluationCommand, Handler>> {
  const { evaluations, testing, view } = parts;
  return {
    evaluate: async (argument) => {
      const handle = await chosenPrompt(parts, argument, 'Evaluate');
      if (!handle) return;
      await withProgress(`Evaluate ${handle.prompt.name}`, rolloutsViewId, (signal) =>
        evaluations.run(handle, { mode: 'replay' }, signal),
      );
      await view.show(handle);
    },
    recordMissing: async (argument) => {
      const handle = await chosenPrompt(parts, argument, 'Record Missing Outputs');
      if (!handle) return;
      const { askToRecord } = await import('./askToRecord.js');
      const title = `Record missing outputs of ${handle.prompt.name}`;
      const isWanted = await withProgress(title, rolloutsViewId, (signal) => askToRecord(parts, [{ handle }], signal));
      if (!isWanted) return;
      await withProgress(title, rolloutsViewId, (signal) =>
        evaluations.run(handle, { mode: 'record missing' }, signal),
      );
      await view.show(handle);
    },
    openEvaluation: async (argument) => {
      const handle = await chosenPrompt(parts, argument, 'Show Evaluation');
      if (handle) await view.show(handle);
    },
    setToken: async () => (await import('./setToken.js')).setToken(parts),
    acceptOutput: (argument) => testing.acceptOutput(argument),
  };
}
