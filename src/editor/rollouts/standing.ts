import { currentStage, unmet, type Autopilot } from '../../rollout/decide.js';
import type { Observation } from '../../rollout/observe.js';
import { percent, segmentLabel } from '../../rollout/split.js';
import { lastEnded, type Rollout } from '../../rollout/state.js';
import type { Stage } from '../../rollout/strategy/strategy.js';
import { shortVersion, type VersionId } from '../../workspace/version.js';
import type { Seen } from '../projects.js';

export type StandingKind =
  'unseen' | 'unreleased' | 'released' | 'rolledBack' | 'running' | 'held' | 'paused' | 'damaged';

/** What people call a version of one prompt: `v12`, or seven digits. */
export type VersionNamer = (version: VersionId) => string;

/** How a prompt stands, in the few words that tree, status bar and CodeLens share. */
export interface Standing {
  readonly kind: StandingKind;
  /** `canary 5 %`, `held (drift) · canary 5 %`, `released 9f2c1a7`, `unreleased`; empty while unseen. */
  readonly words: string;
  /** What a person is needed for, as a sentence; absent while nobody is. */
  readonly needed?: string;
}

/**
 * How a prompt stands.
 * @param seen what was last observed of it
 * @param autopilot `full` advances by itself, so that nobody is needed for that
 * @param nameOf what people call a version of this prompt
 */
export function standingOf(
  seen: Seen | undefined,
  autopilot: Autopilot,
  nameOf: VersionNamer = shortVersion,
): Standing {
  if (!seen) return { kind: 'unseen', words: '' };
  if (!('prompt' in seen)) {
    const needed = 'Its log is damaged: mend the branch, or abort, which begins a new log.';
    return { kind: 'damaged', words: 'log damaged', needed };
  }
  const { state } = seen;
  if (state.live) return liveStanding(seen, state.live, autopilot);
  const drift = driftOf(seen);
  const needed = drift && { needed: drift };
  if (state.released === undefined) return { kind: 'unreleased', words: 'unreleased', ...needed };
  const kind = lastEnded(state)?.end?.how === 'rolled_back' ? 'rolledBack' : 'released';
  return { kind, words: `released ${nameOf(state.released)}`, ...needed };
}

function liveStanding(seen: Observation, live: Rollout, autopilot: Autopilot): Standing {
  const { condition } = live;
  const stage = stageShare(currentStage(live));
  const needed = neededFor(seen, live, autopilot);
  const rest = needed === undefined ? {} : { needed };
  if (condition.is === 'held') return { kind: 'held', words: `held (${condition.cause}) · ${stage}`, ...rest };
  if (condition.is === 'paused') return { kind: 'paused', words: `paused · ${stage}`, ...rest };
  return { kind: 'running', words: stage, ...rest };
}

/** What a person is needed for on a live rollout. A silence ends by itself, and who paused knows. */
function neededFor(seen: Observation, live: Rollout, autopilot: Autopilot): string | undefined {
  const { condition } = live;
  if (condition.is === 'held' && condition.cause !== 'silence') {
    return `It is held (${condition.cause}): ${condition.detail}.`;
  }
  const drift = driftOf(seen);
  if (drift !== undefined) return drift;
  if (condition.is !== 'running' || !seen.decision) return undefined;
  const missing = unmet(seen.decision.gates);
  const deadline = missing.find(({ name, state }) => name === 'deadline' && state === 'broken');
  if (deadline) return `Its ${deadline.text.replace(/^the /, '')}: extend it, or abort.`;
  if (missing.length === 0 && autopilot !== 'full') return 'Everything that must hold here holds: it can advance.';
  if (missing.length > 0 && missing.every(({ name }) => name === 'approvals')) return 'It waits for an approval.';
  return undefined;
}

function driftOf({ serving }: Observation): string | undefined {
  if (serving.as === 'drift') return `Drift: ${serving.detail}.`;
  return serving.as === 'behind' ? `The log is behind: ${serving.detail}.` : undefined;
}

/** A stage in three words: `canary 5 %`, `staff 100 % of team = internal`. */
export function stageShare({ name, share, only }: Stage): string {
  return `${name} ${percent(share)}${only ? ` of ${segmentLabel(only)}` : ''}`;
}
