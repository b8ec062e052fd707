import { formatDuration } from '../prompts/duration.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Judged } from '../evidence/statistics/judged.js';
import type { Cause } from './events.js';
import { harmWords, mismatchWords, wayTo } from './judgedWords.js';
import type { Rollout } from './state.js';
import type { OnTrouble, Stage } from './strategy/strategy.js';

export type GateName =
  'fresh' | 'limit' | 'harm' | 'mismatch' | 'drift' | 'deadline' | 'bake' | 'samples' | 'needs' | 'approvals';

/** One thing that must hold before the next stage. */
export interface Gate {
  readonly name: GateName;
  /** `waiting` holds back advancing; `broken` calls for an action or a person. */
  readonly state: 'met' | 'waiting' | 'broken';
  /** For a person: `bake 12s of 30s`. */
  readonly text: string;
}

/** What the rules would do now. */
export type Action =
  | { readonly do: 'rollback' | 'hold'; readonly cause: Cause; readonly detail: string }
  | { readonly do: 'data-returned' }
  | { readonly do: 'advance'; readonly stage: number };

export interface Decision {
  readonly gates: readonly Gate[];
  readonly action?: Action;
}

/** What the backend serves, judged against the log. */
export type Serving =
  | { readonly as: 'expected' }
  /** `behind`: the backend was written from a later event than the log here holds. */
  | { readonly as: 'drift' | 'behind' | 'unreachable'; readonly detail: string };

/** What the rules may do by themselves, least first: nothing, only what goes toward safety, or advance as well. */
export const autopilots = ['off', 'protect', 'full'] as const;
export type Autopilot = (typeof autopilots)[number];

/** Whether one autopilot lets the rules do all that another does. */
export function allowsAll(one: Autopilot, other: Autopilot): boolean {
  return autopilots.indexOf(one) >= autopilots.indexOf(other);
}

/**
 * Judges a live rollout: its gates, and what the rules would do, in the order of the design
 * (freshness, limits, harm, mismatch, drift, deadline, bake, samples, needs, approvals, advance). Harm acts before a minimum of
 * samples or time. Missing data never passes and never fails: it holds.
 * @param now epoch milliseconds
 * @param judged what the evidence says; absent where nothing is measured
 */
export function decide(rollout: Rollout, evidence: Evidence, serving: Serving, now: number, judged?: Judged): Decision {
  const { strategy, condition } = rollout;
  const stage = currentStage(rollout);
  const measured = strategy.metrics.length > 0;
  const gates = [
    ...(measured ? [freshGate(rollout, evidence, now)] : []),
    ...(judged ? [...harmGates(rollout, judged), mismatchGate(judged, evidence)] : []),
    driftGate(serving),
    deadlineGate(rollout, now),
    bakeGate(rollout, stage, evidence, measured, now),
    ...(stage.samples > 0 ? [samplesGate(stage, evidence)] : []),
    ...(judged && stage.needs !== 'clear' ? [needsGate(stage, judged)] : []),
    ...(stage.approvals > 0 ? [approvalsGate(rollout, stage)] : []),
  ];
  const action = actionOn(gates, rollout);
  const redundant = action?.do === 'hold' && condition.is === 'held';
  return { gates, ...(action && !redundant && { action }) };
}

/** The part of a decision that may be carried out without a person. */
export function allowed(action: Action | undefined, autopilot: Autopilot): Action | undefined {
  if (!action || autopilot === 'off') return undefined;
  return action.do === 'advance' && autopilot !== 'full' ? undefined : action;
}

/** The stage that a live rollout stands on. */
export function currentStage(rollout: Rollout): Stage {
  const stage = rollout.strategy.stages[rollout.stage];
  if (!stage)
    throw new RangeError(`rollout ${rollout.id} stands on stage ${rollout.stage}, which its strategy does not have`);
  return stage;
}

/** The gates that hold a person back from advancing; an override skips them, all but approvals. */
export function unmet(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => gate.state !== 'met');
}

/** How long the stage has baked: from its first unit (from the confirmation where nothing is measured), silences left out. */
export function bakedFor(rollout: Rollout, evidence: Pick<Evidence, 'firstOfStage'>, now: number): number {
  const from = rollout.strategy.metrics.length > 0 ? evidence.firstOfStage : rollout.stageSince;
  if (from === undefined) return 0;
  const silent = rollout.silences.reduce(
    (sum, silence) => sum + Math.max(0, (silence.to ?? now) - Math.max(from, silence.from)),
    0,
  );
  return Math.max(0, now - from - silent);
}

function actionOn(gates: readonly Gate[], rollout: Rollout): Action | undefined {
  const { strategy, condition } = rollout;
  const isBroken = (name: GateName) => gates.find((gate) => gate.name === name && gate.state === 'broken');
  const act = (then: OnTrouble, cause: Cause, { text }: Gate): Action => ({ do: then, cause, detail: text });

  const silence = isBroken('fresh');
  if (silence && condition.is === 'running') return act(strategy.then.silence, 'silence', silence);
  const limit = isBroken('limit');
  if (limit) return act('rollback', 'limit', limit);
  const harm = isBroken('harm');
  if (harm && !(condition.is === 'held' && condition.cause === 'harm')) return act(strategy.then.harm, 'harm', harm);
  const mismatch = isBroken('mismatch');
  if (mismatch && condition.is === 'running') return act(strategy.then.mismatch, 'mismatch', mismatch);
  const drift = isBroken('drift');
  if (drift) return { do: 'hold', cause: 'drift', detail: drift.text };
  if (!silence && condition.is === 'held' && condition.cause === 'silence') return { do: 'data-returned' };
  if (condition.is !== 'running') return undefined;
  const deadline = isBroken('deadline');
  if (deadline) return act(strategy.then.undecided, 'deadline', deadline);
  return unmet(gates).length === 0 ? { do: 'advance', stage: rollout.stage + 1 } : undefined;
}

function freshGate(rollout: Rollout, evidence: Evidence, now: number): Gate {
  const { stale } = rollout.strategy;
  if (evidence.failure !== undefined) return { name: 'fresh', state: 'broken', text: evidence.failure };
  const age = now - Math.max(evidence.newest ?? 0, rollout.stageSince);
  if (age <= stale) {
    return evidence.newest === undefined
      ? { name: 'fresh', state: 'waiting', text: 'no data yet' }
      : { name: 'fresh', state: 'met', text: `newest data ${formatDuration(now - evidence.newest)} old` };
  }
  return {
    name: 'fresh',
    state: 'broken',
    text: `no fresh data for ${formatDuration(age)} (stale after ${formatDuration(stale)})`,
  };
}

function driftGate(serving: Serving): Gate {
  if (serving.as === 'expected') return { name: 'drift', state: 'met', text: 'the backend serves what the log says' };
  return { name: 'drift', state: serving.as === 'drift' ? 'broken' : 'waiting', text: serving.detail };
}

function deadlineGate(rollout: Rollout, now: number): Gate {
  const left = rollout.deadline - now;
  return left >= 0
    ? { name: 'deadline', state: 'met', text: `${formatDuration(left)} to the deadline` }
    : { name: 'deadline', state: 'broken', text: `the deadline passed ${formatDuration(-left)} ago, undecided` };
}

function bakeGate(rollout: Rollout, stage: Stage, evidence: Evidence, measured: boolean, now: number): Gate {
  const baked = bakedFor(rollout, evidence, now);
  const met = baked >= stage.bake && (!measured || evidence.firstOfStage !== undefined);
  const waitsForUnit = measured && evidence.firstOfStage === undefined;
  const text = waitsForUnit
    ? 'bake begins with the first unit'
    : `bake ${formatDuration(Math.min(baked, stage.bake))} of ${formatDuration(stage.bake)}`;
  return { name: 'bake', state: met ? 'met' : 'waiting', text };
}

function samplesGate(stage: Stage, evidence: Evidence): Gate {
  const met = evidence.stageUnits >= stage.samples;
  return {
    name: 'samples',
    state: met ? 'met' : 'waiting',
    text: `${evidence.stageUnits} of ${stage.samples} samples`,
  };
}

/** A limit and a margin are broken by the same budget; which one it was, the culprit says. */
function harmGates({ strategy }: Rollout, judged: Judged): readonly Gate[] {
  const words = harmWords(strategy, judged);
  const by = judged.rollback.culprit?.by;
  const hasLimit = strategy.metrics.some(({ limit }) => limit !== undefined);
  const gate = (name: 'limit' | 'harm', isBroken: boolean, met: string): Gate =>
    isBroken && words !== undefined ? { name, state: 'broken', text: words } : { name, state: 'met', text: met };
  return [
    ...(hasLimit || by === 'limit' ? [gate('limit', by === 'limit', 'no limit is broken')] : []),
    gate('harm', by === 'margin', `no harm: ${wayTo(judged.rollback)} % of the way`),
  ];
}

function mismatchGate(judged: Judged, evidence: Evidence): Gate {
  const words = mismatchWords(judged, evidence);
  return words === undefined
    ? { name: 'mismatch', state: 'met', text: 'the split is as configured' }
    : { name: 'mismatch', state: 'broken', text: words };
}

function needsGate(stage: Stage, judged: Judged): Gate {
  const { needs } = stage;
  const asked = judged.metrics.filter(({ role }) => role === 'guardrail' || needs === 'goal');
  const proven = asked.filter(({ proof }) => proof.most >= proof.threshold).length;
  const isMet = judged.proven && (needs === 'proof' || judged.reached);
  return {
    name: 'needs',
    state: isMet ? 'met' : 'waiting',
    text: `${needs}: ${proven} of ${asked.length} metrics proven`,
  };
}

function approvalsGate(rollout: Rollout, stage: Stage): Gate {
  const given = rollout.approvals.length;
  return {
    name: 'approvals',
    state: given >= stage.approvals ? 'met' : 'waiting',
    text: `${given} of ${stage.approvals} approvals`,
  };
}
