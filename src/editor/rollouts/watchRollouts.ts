import * as vscode from 'vscode';
import type { Environment } from '../../project/project.js';
import { HumanError } from '../../prompts/humanError.js';
import type { Autopilot } from '../../rollout/decide.js';
import type { Watcher } from '../../rollout/watchLease.js';
import { commandId } from '../commands/commandNames.js';
import type { Disposable } from '../disposable.js';
import type { OneAtATime } from '../oneAtATime.js';
import type { Projects, PromptHandle } from '../projects.js';
import { autopilotSetting, onDidChangeSettings, refreshMilliseconds } from '../settings.js';
import { promptNodeId } from './rolloutNode.js';
import { actedMessage } from './actedMessage.js';

/** How long after its start the window begins to watch, where nothing else made it look at the prompts before. */
const startMilliseconds = 3000;

/**
 * While the window is open: looks at live rollouts again and again, and does what the rules say and the autopilot allows,
 * where nobody else on this machine does.
 */
export function watchRollouts(projects: Projects, turns: OneAtATime, log: vscode.LogOutputChannel): Disposable {
  const stop = new AbortController();
  /** Absent while a round is under way. */
  let timer: NodeJS.Timeout | undefined;
  const again = (milliseconds: number): void => {
    if (!stop.signal.aborted) timer = setTimeout(() => void round(), milliseconds);
  };
  const settings = onDidChangeSettings(() => {
    if (!timer) return;
    clearTimeout(timer);
    again(refreshMilliseconds());
  });
  // No message: it would come again every round.
  const note = (what: string, error: unknown): void => {
    if (stop.signal.aborted) return;
    log.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const round = async (): Promise<void> => {
    timer = undefined;
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
      settings.dispose();
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
  const autopilot = autopilotSetting();
  // Rules protect what is live whether or not anybody looks; only who switched them off spares the search for prompts.
  if (projects.handles.length > 0 || autopilot !== 'off') await projects.load();
  const live = projects.handles.filter((handle) => projects.seen(handle)?.state.is === 'live');
  const watchers = await watchersOf(new Set(live.flatMap(({ environment }) => environment ?? [])), autopilot);
  for (const handle of live) {
    try {
      const watcher = handle.environment && watchers.get(handle.environment);
      // Whoever watches does what the rules say, and tells of it.
      if (watcher && !watcher.isUs) await look(projects, handle, signal);
      else await tick(projects, handle, turns, signal);
    } catch (error) {
      // The other rollouts are watched all the same.
      note(`watching ${handle.prompt.id}`, error);
    }
  }
}

/** Takes or keeps the lease of each environment that has something to watch. */
async function watchersOf(
  environments: ReadonlySet<Environment>,
  autopilot: Autopilot,
): Promise<ReadonlyMap<Environment, Watcher>> {
  const watchers = new Map<Environment, Watcher>();
  for (const environment of environments) {
    const { lease } = environment;
    const watcher =
      autopilot === 'off'
        ? await lease.release().then(() => lease.watcher())
        : await lease.take(`VS Code, ${vscode.workspace.name ?? 'window'}`, autopilot, refreshMilliseconds());
    if (watcher) watchers.set(environment, watcher);
  }
  return watchers;
}

async function look(projects: Projects, handle: PromptHandle, signal: AbortSignal): Promise<void> {
  const { promptRef } = await import('../../project/plans.js');
  const seen = await handle.environment?.controller.observe(promptRef(handle.prompt), signal);
  if (seen) projects.saw(handle, seen);
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
