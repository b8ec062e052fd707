import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { commandId } from '../commands/commandNames.js';
import type { Disposable } from '../disposable.js';
import type { OneAtATime } from '../oneAtATime.js';
import type { Projects, PromptHandle } from '../projects.js';
import { autopilotSetting, refreshMilliseconds } from '../settings.js';
import { promptNodeId } from './rolloutNode.js';
import { actedMessage } from './actedMessage.js';

/** How long after its start the window begins to watch, where nothing else made it look at the prompts before. */
const startMilliseconds = 3000;

/** While the window is open: looks at live rollouts again and again, and does what the rules say and the autopilot allows. */
export function watchRollouts(projects: Projects, turns: OneAtATime, log: vscode.LogOutputChannel): Disposable {
  const stop = new AbortController();
  let timer: NodeJS.Timeout;
  const again = (milliseconds: number): void => {
    if (!stop.signal.aborted) timer = setTimeout(() => void round(), milliseconds);
  };
  // No message: it would come again every round.
  const note = (what: string, error: unknown): void => {
    if (stop.signal.aborted) return;
    log.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const round = async (): Promise<void> => {
    try {
      if (vscode.workspace.isTrusted) await watchOnce(projects, turns, note, stop.signal);
    } catch (error) {
      note('watching rollouts', error);
    }
    again(refreshMilliseconds());
  };
  again(startMilliseconds);
  return {
    dispose: () => {
      stop.abort();
      clearTimeout(timer);
    },
  };
}

async function watchOnce(
  projects: Projects,
  turns: OneAtATime,
  note: (what: string, error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  // Rules protect what is live whether or not anybody looks; only who switched them off spares the search for prompts.
  if (projects.handles.length > 0 || autopilotSetting() !== 'off') await projects.load();
  for (const handle of projects.handles) {
    if (projects.seen(handle)?.state.is !== 'live') continue;
    try {
      await tick(projects, handle, turns, signal);
    } catch (error) {
      // The other rollouts are watched all the same.
      note(`watching ${handle.prompt.id}`, error);
    }
  }
}

async function tick(projects: Projects, handle: PromptHandle, turns: OneAtATime, signal: AbortSignal): Promise<void> {
  const { environment } = handle;
  if (!environment) return;
  const { promptRef } = await import('../../project/plans.js');
  try {
    const ref = promptRef(handle.prompt);
    const { observation, acted } = await turns.run(promptNodeId(handle), () =>
      environment.controller.tick(ref, autopilotSetting(), signal),
    );
    projects.saw(handle, observation);
    const message = acted && actedMessage(handle.prompt.name, acted);
    if (message !== undefined) notify(handle, message);
  } catch (error) {
    // Somebody else is at it just now, or the backend cannot be reached: the next round looks again.
    if (error instanceof HumanError) await projects.refresh(handle);
    else throw error;
  }
}

function notify(handle: PromptHandle, message: string): void {
  const open = 'Open Rollout';
  void vscode.window.showWarningMessage(message, open).then((answer) => {
    if (answer === open) void vscode.commands.executeCommand(commandId('openRollout'), handle.uri);
  });
}
