import type { Cause } from '../events.js';
import type { LoggedEvent } from '../log/logFile.js';
import { withoutFailed } from './marks.js';

/** What looking again with fresh evidence costs: each attempt may be wrong anew. */
export interface TotalRisk {
  /** How many times fresh evidence was judged: starts of the same versions, and overrides of harm. */
  readonly attempts: number;
  /** Chance of a false rollback in one of them at most, 0–1: 1 − (1 − risk)^attempts. */
  readonly rollback: number;
}

/**
 * The total risk of a rollout together with the attempts before it.
 * @param events of its prompt, oldest first
 * @param risk of a false rollback in one attempt, 0–1
 */
export function totalRisk(events: readonly LoggedEvent[], rollout: string, risk: number): TotalRisk {
  let [attempts, pair, held]: [number, string, Cause | undefined] = [1, '', undefined];
  const overrides = new Map<string, number>();
  const until = events.findLastIndex((logged) => logged.rollout === rollout);
  for (const { event } of withoutFailed(events.slice(0, until + 1))) {
    // That somebody approves, or the backend confirms, changes nothing about why it is held.
    if (event.event === 'confirm' || event.event === 'approve') continue;
    if (event.event === 'start') [attempts, pair] = [event.attempt, `${event.baseline} ${event.candidate}`];
    if (event.event === 'override' && held === 'harm') overrides.set(pair, (overrides.get(pair) ?? 0) + 1);
    held = event.event === 'hold' ? event.cause : undefined;
  }
  attempts += overrides.get(pair) ?? 0;
  return { attempts, rollback: 1 - (1 - risk) ** attempts };
}
