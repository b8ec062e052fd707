import type { VersionId } from '../workspace/version.js';
import { textOfFiles, type VersionFiles } from '../workspace/versionTree.js';
import { releaseFor } from './carryOut.js';
import type { FrozenText } from './contents.js';
import { uncancelled, type ControllerParts } from './controllerParts.js';
import { isEffect, isTowardSafety, type EventBody } from './events.js';
import { confirmed } from './fold.js';
import { freezeFor } from './freeze.js';
import type { Observation, PromptRef } from './observe.js';
import type { Plan } from './plan.js';
import { requireServed } from './requireServed.js';
import type { Pending, PromptState } from './state.js';
import type { Release, Split, WritePreview } from './trafficBackend.js';

/** What moves would do. */
export interface Preview {
  readonly before: Observation;
  /** What the log will say then. */
  readonly after: PromptState;
  /** What will be logged, in order. */
  readonly bodies: readonly EventBody[];
  /** What is served afterwards; absent where that does not change. */
  readonly afterwards?: Split;
  readonly writes?: WritePreview;
}

/** What moves, one after the other, would do to a prompt. Writes nothing. @throws HumanError where one is refused */
export async function preview(
  parts: ControllerParts,
  prompt: PromptRef,
  plans: readonly Plan[],
  before: Observation,
  signal: AbortSignal,
): Promise<Preview> {
  const actor = await parts.actor(uncancelled);
  const frozen = new Map<VersionId, VersionFiles>();
  const contentOf = async (version: VersionId): Promise<FrozenText> => {
    const own = frozen.get(version);
    return own ? textOfFiles(own) : parts.log.content(version);
  };
  const bodies: EventBody[] = [];
  let { state } = before;
  let release: Release | undefined;
  for (const plan of plans) {
    const body = plan({ ...before, state }, actor);
    if (!body) continue;
    bodies.push(body);
    if (!isEffect(body)) continue;
    if (!isTowardSafety(body)) requireServed(before, body);
    for (const [version, content] of await freezeFor(parts, body, before.served, signal)) frozen.set(version, content);
    const time = new Date(before.at).toISOString();
    const pending: Pending = { ...body, rollout: 'r0', seq: 0, time, actor, via: 'rule' };
    release = await releaseFor(parts, prompt, state, pending, undefined, contentOf);
    state = confirmed(state, pending, before.at);
  }
  if (!release) return { before, after: state, bodies };
  const writes = await parts.backend.preview(state.flag ?? before.flag, release, signal);
  return { before, after: state, bodies, afterwards: release.split, writes };
}
