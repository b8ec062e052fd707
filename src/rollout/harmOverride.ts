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

/**
 * The chance of a false rollback over a whole rollout in which harm was overridden so many times, within (0, 1): each time
 * the whole risk is taken once more, so it is 1 − (1 − risk)^attempts.
 */
export function totalRisk({ strategy: { risk } }: Pick<Rollout, 'strategy'>, overrides: number): number {
  return 1 - (1 - risk.rollback) ** (overrides + 1);
}

/** The total risk of a rollout as a sentence; undefined while no harm was overridden. */
export function totalRiskSentence(rollout: Pick<Rollout, 'strategy' | 'setAside'>): string | undefined {
  const overrides = rollout.setAside.filter(({ cause }) => cause === 'harm').length;
  if (overrides === 0) return undefined;
  const percent = (chance: number): string => `${Number((chance * 100).toFixed(1))} %`;
  const times = overrides === 1 ? 'once' : `${overrides} times`;
  return `Harm was overridden ${times}, each time with fresh evidence: the chance of a false rollback over the whole rollout is ${percent(totalRisk(rollout, overrides))}, not ${percent(rollout.strategy.risk.rollback)}.`;
}

/** The rollout without the data before an override of harm. @param at epoch milliseconds */
export function withFreshEvidence(rollout: Rollout, at: number): Rollout {
  return { ...rollout, setAside: [...rollout.setAside, { from: rollout.startedAt, to: at, cause: 'harm' }] };
}
