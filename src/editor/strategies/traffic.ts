import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import type { Disposable } from '../disposable.js';
import type { PromptHandle } from '../projects.js';

/** How many units prompts have a day, by their telemetry. */
export interface Traffic extends Disposable {
  /** As it was counted last; undefined while it is not known. Asking has it counted anew, every ten minutes at most. */
  perDay(handle: PromptHandle): number | undefined;
  readonly onDidChange: vscode.Event<PromptHandle>;
}

const tenMinutes = 600_000;

interface Known {
  readonly at: number;
  readonly perDay?: number;
}

export function traffic(log: vscode.LogOutputChannel): Traffic {
  const changed = new vscode.EventEmitter<PromptHandle>();
  const ended = new AbortController();
  const known = new Map<string, Known>();

  async function count(handle: PromptHandle, key: string, before: number | undefined): Promise<void> {
    const perDay = await handle.environment?.unitsPerDay(handle.prompt.id, ended.signal);
    known.set(key, { at: Date.now(), ...(perDay !== undefined && { perDay }) });
    if (perDay !== before) changed.fire(handle);
  }

  return {
    perDay: (handle) => {
      const key = `${handle.environment?.name ?? ''} ${handle.uri.toString()}`;
      const last = known.get(key);
      if (handle.environment && (!last || Date.now() - last.at > tenMinutes)) {
        known.set(key, { ...last, at: Date.now() });
        count(handle, key, last?.perDay).catch((error: unknown) => {
          if (!ended.signal.aborted) log.warn(`counting the traffic of ${handle.prompt.name}: ${messageOf(error)}`);
        });
      }
      return last?.perDay;
    },
    onDidChange: changed.event,
    dispose: () => {
      ended.abort();
      changed.dispose();
    },
  };
}
