import { HumanError } from '../prompts/humanError.js';
import { carryOut, confirm, entryNow, flagOf, releaseFor } from './carryOut.js';
import type { ControllerParts } from './controllerParts.js';
import { isTowardSafety } from './events.js';
import { foldedLog } from './foldedLog.js';
import type { LogSnapshot } from './log/logBranch.js';
import type { PromptRef } from './observe.js';
import { servesExactly } from './split.js';

/** How long an intent of somebody else may go unconfirmed before it is taken for a crash. */
const graceMilliseconds = 10_000;

/**
 * Settles an intent that was left open: what is served already is confirmed, a move toward safety is completed,
 * and a raise that a crash interrupted is given up, to be decided afresh.
 * @throws HumanError `conflict` while it may still be on its way
 */
export async function settle(
  parts: ControllerParts,
  prompt: PromptRef,
  seen: LogSnapshot,
  signal: AbortSignal,
): Promise<LogSnapshot> {
  const { state } = foldedLog(prompt, seen);
  const { pending } = state;
  if (!pending) return seen;
  const { backend, log, now } = parts;
  const [release, served] = await Promise.all([
    releaseFor(parts, prompt, state, pending, seen.head, (version) => log.content(version)),
    backend.read(flagOf(prompt, state, pending), signal),
  ]);
  if (servesExactly(served, release.split, release.contents)) return confirm(parts, prompt, seen, pending, served);
  if (isTowardSafety(pending)) return carryOut(parts, prompt, seen, served.revision, signal);
  if (now() - Date.parse(pending.time) < graceMilliseconds) {
    throw new HumanError(
      'conflict',
      `${pending.actor.name} is just now changing ${prompt.name} (${pending.event}); nothing was changed by you. Try again in a few seconds.`,
    );
  }
  const failure = { event: 'fail', of: pending.seq, reason: 'interrupted before the backend served it' } as const;
  return log.append(await entryNow(parts, prompt, failure, pending.via), seen);
}
