import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { commandId, type CommandName } from './commandNames.js';
import { isCancelled } from './isCancelled.js';
import { requireKnownRow } from './requireKnownRow.js';

/** Takes what VS Code passes: a tree's node (and all selected ones), a file's address, or nothing from the palette. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** Registers commands, each wrapped so that what goes wrong is told once and in words. */
export function registerCommands<Name extends CommandName>(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  handlers: Readonly<Record<Name, Handler>>,
): void {
  for (const [name, handler] of entriesOf(handlers)) {
    const run = async (...args: readonly unknown[]): Promise<unknown> => {
      try {
        requireKnownRow(args);
        return await handler(...args);
      } catch (error) {
        tell(log, commandId(name), error);
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(commandId(name), run));
  }
}

function entriesOf<Name extends CommandName>(handlers: Readonly<Record<Name, Handler>>): [Name, Handler][] {
  const entries: [Name, Handler][] = [];
  for (const name in handlers) entries.push([name, handlers[name]]);
  return entries;
}

/** Tells a person what went wrong: nothing where they cancelled, else one message; a defect of ours goes to the log whole. */
export function tell(log: vscode.LogOutputChannel, what: string, error: unknown): void {
  if (isCancelled(error)) return;
  if (error instanceof HumanError) {
    log.warn(`${what}: ${error.message}`);
    void vscode.window.showErrorMessage(error.message);
    return;
  }
  log.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  const showLog = 'Show Log';
  void vscode.window.showErrorMessage('Something went wrong in Prompt Rollout.', showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}
