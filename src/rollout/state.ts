import type { Actor } from '../workspace/actor.js';
import type { VersionId } from '../workspace/version.js';
import type { Cause, EffectBody, LogEvent, OfflineEvidence } from './events.js';
import type { Strategy } from './strategy/strategy.js';

/** How a live rollout stands. */
export type Condition =
  | { readonly is: 'running' }
  | { readonly is: 'held'; readonly cause: Cause; readonly detail: string; readonly since: number }
  | { readonly is: 'paused'; readonly since: number };

/** How a rollout ended. */
export interface RolloutEnd {
  readonly how: 'completed' | 'rolled_back' | 'reverted';
  readonly cause?: Cause;
  readonly detail?: string;
  readonly at: number;
}

/** Data that a person set aside: all before an override of harm, and that of a stage whose comparison a mismatch spoiled. */
export interface SetAside {
  readonly from: number;
  readonly to: number;
  readonly cause: 'harm' | 'mismatch';
}

/** One run of a strategy, as far as its events tell. Times are epoch milliseconds. */
export interface Rollout {
  readonly id: string;
  readonly attempt: number;
  readonly baseline: VersionId;
  readonly candidate: VersionId;
  readonly strategyPath: string;
  readonly strategyText: string;
  readonly strategy: Strategy;
  /** The offline evaluation that it was started on. */
  readonly offline?: OfflineEvidence;
  readonly starter: Actor;
  readonly startedAt: number;
  /** Index into the strategy's stages. */
  readonly stage: number;
  /** When the backend confirmed the stage. */
  readonly stageSince: number;
  /** All stages that it stood on so far, oldest first; the last is the current one. */
  readonly steps: readonly { readonly stage: number; readonly since: number }[];
  /** Times whose data is not judged any more. */
  readonly setAside: readonly SetAside[];
  readonly condition: Condition;
  /** Who approved leaving the current stage, since the evidence last turned for the worse. */
  readonly approvals: readonly { readonly actor: Actor; readonly at: number }[];
  /** Silences of the current stage, during which the bake clock stood still; an open one has no end. */
  readonly silences: readonly { readonly from: number; readonly to?: number }[];
  readonly deadline: number;
  readonly end?: RolloutEnd;
}

/** A rollout that is not live any more. */
export type Ended = Rollout & { readonly end: RolloutEnd };

/** An intent that has neither been confirmed nor failed. */
export type Pending = LogEvent & EffectBody & { readonly rollout: string };

/** What the log of an environment says about one prompt. */
export interface PromptState {
  readonly is: 'unreleased' | 'released' | 'live';
  /** The version that is released, or the baseline of the live rollout. */
  readonly released?: VersionId;
  readonly flag?: string;
  /** Where the file of each version named in the log stood: its format is read off the name. */
  readonly paths: ReadonlyMap<VersionId, string>;
  readonly live?: Rollout;
  /** Rollouts that have ended, oldest first. */
  readonly ended: readonly Rollout[];
  readonly pending?: Pending;
}

/** What a log says whose content does not parse or fold: it is neither rewritten nor guessed at. */
export interface Damage {
  readonly is: 'damaged';
  /** `prompts/support-reply/r2.jsonl:7` */
  readonly place: string;
  readonly problem: string;
}

export const unreleased: PromptState = { is: 'unreleased', paths: new Map(), ended: [] };

/** All rollouts of a prompt, in the order in which they began. */
export function allRollouts({ live, ended }: PromptState): readonly Rollout[] {
  return [...ended, ...(live ? [live] : [])];
}

/** The rollout that ended last. */
export function lastEnded(state: PromptState): Rollout | undefined {
  return state.ended.at(-1);
}
