import type { GateName } from './decide.js';
import type { EventBody } from './events.js';
import type { Rollout } from './state.js';

/** Gates that judge harm. */
const harmful: readonly GateName[] = ['harm', 'limit'];

/**
 * Whether a move overrides harm, for which the rollout need not be held: the rules may be switched off. The data so far would
 * show the harm again, so evidence begins anew then.
 */
export function overridesHarm({ condition }: Rollout, move: EventBody): boolean {
  if (move.event !== 'override') return false;
  const isHeld = condition.is === 'held' && condition.cause === 'harm';
  return isHeld || harmful.some((name) => move.skipped.some((gate) => gate.startsWith(`${name}: `)));
}

/** The rollout without the data before an override of harm. @param at epoch milliseconds */
export function withFreshEvidence(rollout: Rollout, at: number): Rollout {
  return { ...rollout, setAside: [...rollout.setAside, { from: rollout.startedAt, to: at, cause: 'harm' }] };
}
