import { HumanError, messageOf } from '../prompts/humanError.js';
import type { VersionId } from '../workspace/version.js';
import { contentsFor, type FrozenText } from './contents.js';
import { uncancelled, type ControllerParts } from './controllerParts.js';
import { isTowardSafety, type EventBody, type Via } from './events.js';
import { confirmed } from './fold.js';
import { foldedLog } from './foldedLog.js';
import type { Entry, LogSnapshot } from './log/logBranch.js';
import type { PromptRef } from './observe.js';
import { expectedSplit, servesExactly } from './split.js';
import type { Pending, PromptState } from './state.js';
import type { Release, Served } from './trafficBackend.js';

/** How often a move toward safety is tried while others write. */
const safetyTries = 5;

/** What the backend has to be told for an intent to come true. */
export async function releaseFor(
  parts: Pick<ControllerParts, 'now'>,
  prompt: PromptRef,
  state: PromptState,
  pending: Pending,
  head: string | undefined,
  frozen: (version: VersionId) => Promise<FrozenText>,
): Promise<Release> {
  const target = confirmed(state, pending, parts.now());
  const split = expectedSplit(prompt.id, target);
  if (!split) throw new RangeError(`"${pending.event}" leaves nothing to serve`);
  const contents = await contentsFor(prompt.id, split, target.paths, frozen);
  return {
    split,
    contents,
    origin: { prompt: prompt.id, rollout: pending.rollout, seq: pending.seq, head: head ?? '' },
  };
}

/** The flag that an intent is about. */
export function flagOf(prompt: PromptRef, state: PromptState, pending: Pending): string {
  return 'flag' in pending ? pending.flag : (state.flag ?? prompt.flag);
}

/** An event by whoever is at work here, now. */
export async function entryNow(
  parts: Pick<ControllerParts, 'actor' | 'now'>,
  prompt: PromptRef,
  body: EventBody,
  via: Via,
): Promise<Entry> {
  return { prompt: prompt.id, body, via, time: parts.now(), actor: await parts.actor(uncancelled) };
}

/**
 * Makes the open intent of a log come true and logs that it did, or logs that it did not.
 * @param expected the revision to write over; a move toward safety writes over any
 * @throws HumanError what the backend threw; where it cannot be asked what it serves now, the intent stays open
 */
export async function carryOut(
  parts: ControllerParts,
  prompt: PromptRef,
  seen: LogSnapshot,
  expected: string,
  signal: AbortSignal,
): Promise<LogSnapshot> {
  const { state } = foldedLog(prompt, seen);
  const { pending } = state;
  if (!pending) return seen;
  const { backend, log } = parts;
  const flag = flagOf(prompt, state, pending);
  const release = await releaseFor(parts, prompt, state, pending, seen.head, (version) => log.content(version));
  if (isTowardSafety(pending))
    return confirm(parts, prompt, seen, pending, await applySafely(parts, flag, release, signal));
  let served: Served;
  try {
    served = await backend.apply(flag, release, expected, signal);
  } catch (error) {
    served = await backend.read(flag, uncancelled);
    if (!servesExactly(served, release.split, release.contents)) {
      const failure = { event: 'fail', of: pending.seq, reason: messageOf(error) } as const;
      await log.append(await entryNow(parts, prompt, failure, pending.via), seen);
      throw error;
    }
  }
  return confirm(parts, prompt, seen, pending, served);
}

/** Logs that the backend serves what was intended. */
export async function confirm(
  parts: ControllerParts,
  prompt: PromptRef,
  seen: LogSnapshot,
  pending: Pending,
  served: Served,
): Promise<LogSnapshot> {
  const body = { event: 'confirm', of: pending.seq, revision: served.revision } as const;
  try {
    return await parts.log.append(await entryNow(parts, prompt, body, pending.via), seen);
  } catch (error) {
    const current = await parts.log.read();
    const isConfirmed = foldedLog(prompt, current).events.some(
      ({ rollout, event }) => rollout === pending.rollout && event.event === 'confirm' && event.of === pending.seq,
    );
    if (isConfirmed) return current; // somebody who saw it served was quicker
    throw error;
  }
}

/** Toward safety nobody else's write is respected, only overtaken. */
export async function applySafely(
  { backend }: Pick<ControllerParts, 'backend'>,
  flag: string,
  release: Release,
  signal: AbortSignal,
): Promise<Served> {
  for (let tries = 1; ; tries += 1) {
    const { revision } = await backend.read(flag, signal);
    try {
      return await backend.apply(flag, release, revision, signal);
    } catch (error) {
      if (!(error instanceof HumanError && error.trouble === 'conflict') || tries >= safetyTries) throw error;
    }
  }
}
