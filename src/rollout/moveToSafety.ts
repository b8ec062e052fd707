import { HumanError, messageOf } from '../prompts/humanError.js';
import { applySafely, carryOut, releaseFor } from './carryOut.js';
import type { ControllerParts } from './controllerParts.js';
import type { EffectBody } from './events.js';
import { foldedLog } from './foldedLog.js';
import type { Entry, LogSnapshot } from './log/logBranch.js';
import type { PromptRef } from './observe.js';
import type { Pending } from './state.js';

/** A move toward safety does not wait longer than this for the log. */
const loggingMilliseconds = 1000;
/** How long it is tried afterwards to log what was applied. */
const lateMilliseconds = 10_000;

/**
 * Abort, rollback, revert: logged first where that takes no more than a second, applied in any case.
 * @throws HumanError `conflict` before anything is applied where the prompt's log has moved; afterwards where it could not be logged
 */
export async function moveToSafety(
  parts: ControllerParts,
  prompt: PromptRef,
  planned: Entry & { readonly body: EffectBody },
  seen: LogSnapshot,
  signal: AbortSignal,
): Promise<void> {
  const { log, unlogged } = parts;
  const appending = log.append(planned, seen);
  const intended = await within(loggingMilliseconds, appending);
  if (intended) {
    await carryOut(parts, prompt, intended, '', signal);
    return;
  }
  const { state, files } = foldedLog(prompt, seen);
  const { actor, via, body, time } = planned;
  const rollout = files.at(-1)?.rollout ?? 'r1';
  const pending: Pending = { ...body, rollout, seq: 0, time: new Date(time).toISOString(), actor, via };
  const release = await releaseFor(parts, prompt, state, pending, seen.head, (version) => log.content(version));
  await applySafely(parts, state.flag ?? prompt.flag, release, signal);
  try {
    await within(lateMilliseconds, appending);
    await logLate(parts, prompt, planned, await log.read());
  } catch (error) {
    await unlogged.add(planned);
    throw new HumanError(
      'conflict',
      `${prompt.name}: all traffic is back on the version before, but the log could not be written (${messageOf(error)}). It is noted beside the log and will be logged with the next action.`,
      { cause: error },
    );
  }
}

/** The log with everything in it that had to wait because it could not be written. */
export async function withLateEntries(
  parts: ControllerParts,
  prompt: PromptRef,
  signal: AbortSignal,
): Promise<LogSnapshot> {
  let seen = await parts.log.read(signal);
  for (const late of await parts.unlogged.take(prompt.id)) {
    try {
      seen = await logLate(parts, prompt, late, seen);
    } catch (error) {
      if (!isConflict(error)) {
        await parts.unlogged.add(late);
        throw error;
      }
      seen = await parts.log.read(signal); // the log has gone on without it: what is served now is judged as it is
    }
  }
  return seen;
}

/** Logs a move toward safety that is applied already, as intent and confirmation. */
async function logLate(
  { log }: ControllerParts,
  prompt: PromptRef,
  late: Entry,
  seen: LogSnapshot,
): Promise<LogSnapshot> {
  const { state } = foldedLog(prompt, seen);
  const intended = state.pending?.event === late.body.event ? seen : await log.append(late, seen);
  const { pending } = foldedLog(prompt, intended).state;
  return pending
    ? log.append({ ...late, body: { event: 'confirm', of: pending.seq, revision: '' } }, intended)
    : intended;
}

/**
 * The result, or undefined where it fails or takes longer.
 * @throws HumanError `conflict` where that is why it fails
 */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), milliseconds)));
  const failed = (error: unknown): undefined => {
    if (isConflict(error)) throw error;
  };
  try {
    return await Promise.race([work.catch(failed), late]);
  } finally {
    clearTimeout(timer);
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof HumanError && error.trouble === 'conflict';
}
