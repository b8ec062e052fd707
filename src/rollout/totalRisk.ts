import { counted } from '../prompts/counted.js';
import type { PromptState, Rollout } from './state.js';

/** What looking again with fresh evidence costs: each attempt may be wrong anew. */
export interface TotalRisk {
  /** How many times fresh evidence was judged: starts of the same versions, and overrides of harm. */
  readonly attempts: number;
  /** Chance of a false rollback in one of them at most, 0–1: 1 − (1 − risk)^attempts. */
  readonly rollback: number;
  /** The same in each attempt. */
  readonly each: number;
}

/** The total risk of a rollout together with the attempts before it. @param earlier rollouts of its prompt */
export function totalRisk(rollout: Rollout, earlier: readonly Rollout[]): TotalRisk {
  const same = earlier.filter(
    ({ baseline, candidate }) => baseline === rollout.baseline && candidate === rollout.candidate,
  );
  const overrides = [...same, rollout].flatMap(({ setAside }) => setAside).filter(({ cause }) => cause === 'harm');
  const attempts = rollout.attempt + overrides.length;
  const each = rollout.strategy.risk.rollback;
  return { attempts, rollback: 1 - (1 - each) ** attempts, each };
}

/** What fresh evidence costs, as a sentence; undefined where it was taken once. */
export function riskSentence({ attempts, rollback, each }: TotalRisk): string | undefined {
  if (attempts < 2) return undefined;
  return `Fresh evidence was judged in ${counted(attempts, 'attempt')}. Each may roll back wrongly with a chance of ${percent(each)} at most, one of them with ${percent(rollback)} at most.`;
}

/** The same of the live rollout of a prompt. */
export function liveRiskSentence({ live, ended }: PromptState): string | undefined {
  return live && riskSentence(totalRisk(live, ended));
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
