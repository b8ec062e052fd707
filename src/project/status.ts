import type { Arm } from '../evidence/arm.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Interval } from '../evidence/statistics/interval.js';
import type { Judged } from '../evidence/statistics/judged.js';
import type { Verdict } from '../evidence/statistics/judgement.js';
import type { Culprit } from '../evidence/statistics/rollbackBudget.js';
import { wayTo } from '../rollout/judgedWords.js';
import { currentStage, type Action, type Gate, type Serving } from '../rollout/decide.js';
import { servedWords, type Observation } from '../rollout/observe.js';
import { lastEnded, type Damage, type PromptState, type Rollout, type RolloutEnd } from '../rollout/state.js';
import type { Segment } from '../rollout/strategy/strategy.js';
import { liveRiskSentence } from '../rollout/totalRisk.js';
import type { Watcher } from '../rollout/watchLease.js';
import { wholeTraffic, type Served } from '../rollout/trafficBackend.js';
import type { Actor } from '../workspace/actor.js';
import type { VersionId } from '../workspace/version.js';

/** A prompt's rollout in a few words, as far as the log alone tells. */
export interface StateSummary {
  readonly state: 'unreleased' | 'released' | 'running' | 'held' | 'paused' | 'damaged';
  /** Only while a rollout is live. */
  readonly stage: StageStatus | null;
  /** The version that is released; the baseline while a rollout is live. */
  readonly baseline: VersionId | null;
  readonly candidate: VersionId | null;
}

export interface StageStatus {
  /** Counts from 0. */
  readonly index: number;
  /** How many stages the strategy has. */
  readonly of: number;
  readonly name: string;
  /** Percent: of the segment, where there is one, else of all. */
  readonly traffic: number;
  readonly only: Segment | null;
}

/** How one prompt stands in one environment, as a document for scripts and reports. Times are ISO 8601. */
export interface StatusDocument extends StateSummary {
  readonly prompt: string;
  readonly name: string;
  readonly environment: string;
  readonly at: string;
  /** The live rollout's place in the log: `r2`. */
  readonly rollout: string | null;
  readonly attempt: number | null;
  readonly started: { readonly by: Actor; readonly at: string } | null;
  readonly deadline: string | null;
  /** Why it is held. */
  readonly held: { readonly cause: string; readonly detail: string; readonly since: string } | null;
  readonly served: ServedStatus;
  readonly gates: readonly Gate[];
  /** What the rules would do now. */
  readonly next: Action | null;
  /** For leaving the current stage. */
  readonly approvals: readonly { readonly by: Actor; readonly at: string }[];
  readonly evidence: EvidenceStatus | null;
  /** Who of this machine lets the rules act. */
  readonly watcher: Omit<Watcher, 'isUs'> | null;
  /** The rollout that ended last. */
  readonly ended: EndStatus | null;
  /** What else a person should know. */
  readonly notes: readonly string[];
}

/** What the backend serves, and whether that is what the log says; `unknown` where the log is damaged. */
export interface ServedStatus {
  readonly is: Serving['as'] | 'unknown';
  readonly detail: string | null;
  /** Null where the backend cannot be reached. */
  readonly words: string | null;
  readonly baseline: VersionId | null;
  readonly candidate: VersionId | null;
  /** The candidate's share of the units in no segment, in percent. */
  readonly traffic: number | null;
  readonly segments: readonly { readonly only: Segment; readonly traffic: number }[];
}

export interface EvidenceStatus {
  readonly newest: string | null;
  /** Units of the candidate since the stage began that count as samples. */
  readonly stageUnits: number;
  readonly mixed: number;
  readonly unknownVersions: number;
  /** Lines that came after their unit was counted for good. */
  readonly late: number;
  readonly skipped: { readonly lines: number; readonly reason: string | null };
  readonly failure: string | null;
  readonly arms: Readonly<Record<Arm, ArmStatus>>;
  /** What is judged, by the metric's name; null where nothing is. */
  readonly judged: JudgedStatus | null;
}

export interface JudgedStatus {
  /** How far all evidence of harm together has come, in percent of what rolls back. */
  readonly rollback: number;
  readonly culprit: Culprit | null;
  readonly mismatch: boolean;
  readonly metrics: Readonly<Record<string, JudgedMetricStatus>>;
}

export interface JudgedMetricStatus {
  readonly verdict: Verdict;
  /** Percent of what is enough. */
  readonly harm: number | null;
  readonly proof: number;
  /** Of the difference, or of the ratio, between the arms; null where nothing can be compared, `high` also where it has no bound. */
  readonly interval: { readonly is: Interval['is']; readonly low: number; readonly high: number | null } | null;
}

export interface ArmStatus {
  readonly units: number;
  /** By name, in the order of the strategy. */
  readonly metrics: Readonly<Record<string, MetricStatus>>;
}

export interface MetricStatus {
  readonly is: 'rate' | 'mean';
  /** Settled units that had a value. */
  readonly units: number;
  /** A share (0–1), or a mean; null where nothing is known yet. */
  readonly value: number | null;
}

export interface EndStatus {
  readonly rollout: string;
  readonly how: RolloutEnd['how'];
  readonly cause: string | null;
  readonly detail: string | null;
  readonly at: string;
  readonly baseline: VersionId;
  readonly candidate: VersionId;
}

/** Sums up what the log says of a prompt. */
export function summaryOf(state: PromptState | Damage): StateSummary {
  if (state.is === 'damaged') return { state: 'damaged', stage: null, baseline: null, candidate: null };
  const { live, released } = state;
  if (!live)
    return {
      state: released === undefined ? 'unreleased' : 'released',
      stage: null,
      baseline: released ?? null,
      candidate: null,
    };
  return { state: live.condition.is, stage: stageStatus(live), baseline: live.baseline, candidate: live.candidate };
}

/**
 * How a prompt stands.
 * @param strategyText the strategy as it is on disk; absent where there is none
 */
export function statusDocument(observation: Observation, environment: string, strategyText?: string): StatusDocument {
  const { prompt, state, at, serving, served, evidence, judged, decision, watcher } = observation;
  const { live } = state;
  const condition = live?.condition;
  const last = lastEnded(state);
  return {
    prompt: prompt.id,
    name: prompt.name,
    environment,
    at: iso(at),
    ...summaryOf(state),
    rollout: live?.id ?? null,
    attempt: live?.attempt ?? null,
    started: live ? { by: live.starter, at: iso(live.startedAt) } : null,
    deadline: live ? iso(live.deadline) : null,
    held:
      condition?.is === 'held'
        ? { cause: condition.cause, detail: condition.detail, since: iso(condition.since) }
        : null,
    served: servedStatus(serving, served),
    gates: decision?.gates ?? [],
    next: decision?.action ?? null,
    approvals: live?.approvals.map(({ actor, at: given }) => ({ by: actor, at: iso(given) })) ?? [],
    evidence: live && evidence ? evidenceStatus(live, evidence, judged) : null,
    watcher: watcher ? { who: watcher.who, pid: watcher.pid, autopilot: watcher.autopilot } : null,
    ended: last?.end ? endStatus(last, last.end) : null,
    notes: notesOn(state, strategyText),
  };
}

/** What can be said of a prompt whose log is damaged. */
export function damagedStatus(
  prompt: { readonly id: string; readonly name: string },
  environment: string,
  damage: Damage,
  at: number,
): StatusDocument {
  return {
    prompt: prompt.id,
    name: prompt.name,
    environment,
    at: iso(at),
    ...summaryOf(damage),
    rollout: null,
    attempt: null,
    started: null,
    deadline: null,
    held: null,
    served: {
      is: 'unknown',
      detail: 'the log is damaged',
      words: null,
      baseline: null,
      candidate: null,
      traffic: null,
      segments: [],
    },
    gates: [],
    next: null,
    approvals: [],
    evidence: null,
    watcher: null,
    ended: null,
    notes: [
      `the log is damaged at ${damage.place}: ${damage.problem}; nothing is changed on top of it, "abort" puts it aside and begins a new one`,
    ],
  };
}

function stageStatus(live: Rollout): StageStatus {
  const { name, share, only } = currentStage(live);
  return { index: live.stage, of: live.strategy.stages.length, name, traffic: percentOf(share), only: only ?? null };
}

function servedStatus(serving: Serving, served: Served | undefined): ServedStatus {
  const { baseline, candidate } = served?.split ?? {};
  return {
    is: serving.as,
    detail: serving.as === 'expected' ? null : serving.detail,
    words: served ? servedWords(served) : null,
    baseline: baseline ?? null,
    candidate: candidate?.version ?? null,
    traffic: candidate ? percentOf(candidate.share) : null,
    segments: candidate?.segments.map(({ only, share }) => ({ only, traffic: percentOf(share) })) ?? [],
  };
}

function evidenceStatus({ strategy }: Rollout, evidence: Evidence, judged: Judged | undefined): EvidenceStatus {
  const armStatus = (arm: Arm): ArmStatus => {
    const { units, metrics } = evidence.arms[arm];
    const statuses = strategy.metrics.map(({ name, is }): [string, MetricStatus] => {
      const known = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
      return [name, { is, units: known?.units ?? 0, value: known?.value ?? null }];
    });
    return { units, metrics: Object.fromEntries(statuses) };
  };
  return {
    newest: evidence.newest === undefined ? null : iso(evidence.newest),
    stageUnits: evidence.stageUnits,
    mixed: evidence.mixed,
    unknownVersions: evidence.unknownVersions,
    late: evidence.late ?? 0,
    skipped: { lines: evidence.skipped.lines, reason: evidence.skipped.reason ?? null },
    failure: evidence.failure ?? null,
    arms: { baseline: armStatus('baseline'), candidate: armStatus('candidate'), segment: armStatus('segment') },
    judged: judged ? judgedStatus(judged) : null,
  };
}

function judgedStatus({ metrics, rollback, ratio, tooManyMixed }: Judged): JudgedStatus {
  const statuses = metrics.map(({ name, verdict, harm, proof, interval }): [string, JudgedMetricStatus] => {
    const known = interval && { ...interval, high: Number.isFinite(interval.high) ? interval.high : null };
    return [name, { verdict, harm: harm ? wayTo(harm) : null, proof: wayTo(proof), interval: known ?? null }];
  });
  return {
    rollback: wayTo(rollback),
    culprit: rollback.culprit ?? null,
    mismatch: ratio.isMismatch || tooManyMixed,
    metrics: Object.fromEntries(statuses),
  };
}

function endStatus({ id, baseline, candidate }: Rollout, { how, cause, detail, at }: RolloutEnd): EndStatus {
  return { rollout: id, how, cause: cause ?? null, detail: detail ?? null, at: iso(at), baseline, candidate };
}

function notesOn(state: PromptState, strategyText: string | undefined): string[] {
  const { live, pending } = state;
  const waiting = pending ? [`"${pending.event}" by ${pending.actor.name} is not confirmed by the backend yet`] : [];
  if (!live) return waiting;
  const { strategy, strategyPath } = live;
  const risk = liveRiskSentence(state);
  const edited = strategyText !== undefined && strategyText !== live.strategyText;
  return [
    ...waiting,
    ...(risk === undefined ? [] : [risk]),
    ...(strategy.metrics.length === 0 ? ['nothing is measured: the strategy has no metrics'] : []),
    ...(edited ? [`${strategyPath} was edited since the start; this rollout goes on by what it was then`] : []),
  ];
}

function percentOf(share: number): number {
  return Number(((share / wholeTraffic) * 100).toFixed(3));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
