import type { Evidence } from '../evidence/evidence.js';
import type { MetricSource } from '../evidence/metricSource.js';
import type { Counted } from '../evidence/statistics/counted.js';
import type { Judged } from '../evidence/statistics/judged.js';
import { HumanError } from '../prompts/humanError.js';
import type { VersionId } from '../workspace/version.js';
import { shortVersion } from '../workspace/version.js';
import { contentsFor, type FrozenText } from './contents.js';
import { countedFor } from './countedFor.js';
import { countedMetric } from './countedMetric.js';
import { decide, type Decision, type Serving } from './decide.js';
import type { PromptLog } from './log/logFile.js';
import { describeSplit, expectedSplit, servesExactly } from './split.js';
import type { Ended, PromptState, Rollout } from './state.js';
import type { Release, Served, TrafficBackend } from './trafficBackend.js';
import type { Watcher, WatchLease } from './watchLease.js';

/** A prompt as rollouts need it. */
export interface PromptRef {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Its key in the traffic backend until the log names one. */
  readonly flag: string;
}

/** Everything known about one prompt in one environment at one moment: log, backend and data, and what follows from them. */
export interface Observation {
  readonly prompt: PromptRef;
  readonly at: number;
  readonly state: PromptState;
  readonly flag: string;
  /** Absent where the backend cannot be reached. */
  readonly served?: Served;
  readonly serving: Serving;
  /** Only of a live rollout. */
  readonly evidence?: Evidence;
  /** What the data says; absent where nothing is measured. */
  readonly judged?: Judged;
  readonly decision?: Decision;
  /** Who lets the rules act; absent where nobody watches. */
  readonly watcher?: Watcher;
}

export interface Observer {
  readonly backend: TrafficBackend;
  readonly source: MetricSource;
  /** Judges what was counted. */
  readonly judge: (counted: Counted, signal: AbortSignal) => Promise<Judged>;
  readonly now: () => number;
  readonly lease: Pick<WatchLease, 'watcher'>;
  readonly frozen: (version: VersionId) => Promise<FrozenText>;
}

/** Observes one prompt whose log folds. Changes nothing. */
export async function observe(
  observer: Observer,
  prompt: PromptRef,
  log: PromptLog & { readonly state: PromptState },
  signal: AbortSignal,
): Promise<Observation> {
  const { state } = log;
  const flag = state.flag ?? prompt.flag;
  const [served, evidence, watcher] = await Promise.all([
    readServed(observer.backend, flag, signal),
    state.live && readEvidence(observer, prompt.id, state.live, observer.now(), signal),
    observer.lease.watcher(),
  ]);
  const at = observer.now();
  const judged = state.live && evidence && (await judgeEvidence(observer, state.live, evidence, at, signal));
  const serving = served instanceof HumanError ? unreachable(served) : await judgeServed(observer, prompt, log, served);
  return {
    prompt,
    at,
    state,
    flag,
    ...(!(served instanceof HumanError) && { served }),
    serving,
    ...(judged && { judged }),
    ...(watcher && { watcher }),
    ...(state.live && evidence && { evidence, decision: decide(state.live, evidence, serving, at, judged) }),
  };
}

/** What the data says of a rollout, seen at one moment. */
export interface Findings {
  readonly at: number;
  readonly evidence: Evidence;
  /** Absent where nothing is measured. */
  readonly judged?: Judged;
}

/** What the data said of a rollout at the moment when it ended. Changes nothing. */
export async function lookBack(
  observer: Observer,
  prompt: string,
  rollout: Ended,
  signal: AbortSignal,
): Promise<Findings> {
  const { at } = rollout.end;
  const evidence = await readEvidence(observer, prompt, rollout, at, signal);
  const judged = await judgeEvidence(observer, rollout, evidence, at, signal);
  return { at, evidence, ...(judged && { judged }) };
}

async function readServed(backend: TrafficBackend, flag: string, signal: AbortSignal): Promise<Served | HumanError> {
  try {
    return await backend.read(flag, signal);
  } catch (error) {
    if (error instanceof HumanError) return error;
    throw error;
  }
}

function unreachable(error: HumanError): Serving {
  return { as: 'unreachable', detail: error.message.replace(/\.$/, '') };
}

async function judgeServed(
  observer: Observer,
  prompt: PromptRef,
  { state, files, events }: PromptLog & { readonly state: PromptState },
  served: Served,
): Promise<Serving> {
  const newest = files.at(-1);
  const { origin } = served;
  const seen = events.filter(({ rollout }) => rollout === origin?.rollout).length;
  if (origin && (!files.some(({ rollout }) => rollout === origin.rollout) || origin.seq > seen)) {
    return {
      as: 'behind',
      detail: `the log here ${newest ? `ends at ${newest.rollout}` : 'is empty'}, but the backend was written from ${origin.rollout}, event ${origin.seq}: fetch the log`,
    };
  }
  const split = expectedSplit(prompt.id, state);
  if (!split) return { as: 'expected' };
  let contents: Release['contents'];
  try {
    contents = await contentsFor(prompt.id, split, state.paths, observer.frozen);
  } catch (error) {
    // What should be served is lost: an abort must still be possible.
    if (error instanceof HumanError && error.trouble === 'input') return { as: 'drift', detail: error.message };
    throw error;
  }
  if (servesExactly(served, split, contents)) return { as: 'expected' };
  return {
    as: 'drift',
    detail: `the backend serves ${servedWords(served)}; the log says ${describeSplit(split, shortVersion)}`,
  };
}

/** What a flag serves, in words. */
export function servedWords({ split, foreign }: Served): string {
  if (foreign !== undefined) return `something else: ${foreign}`;
  return split ? describeSplit(split, shortVersion) : 'nothing: there is no such flag';
}

function readEvidence(
  { source }: Observer,
  prompt: string,
  rollout: Rollout,
  now: number,
  signal: AbortSignal,
): Promise<Evidence> {
  const { baseline, candidate, startedAt, stageSince, steps, strategy, end } = rollout;
  return source.read(
    {
      prompt,
      baseline,
      candidate,
      rolloutSince: startedAt,
      ...(end && { until: end.at }),
      stageSince,
      now,
      stages: steps.map(({ since }) => since),
      block: strategy.block,
      metrics: strategy.metrics.map(countedMetric),
      segments: [...new Set(strategy.metrics.flatMap(({ segments }) => segments))],
    },
    signal,
  );
}

async function judgeEvidence(
  { judge }: Observer,
  rollout: Rollout,
  evidence: Evidence,
  at: number,
  signal: AbortSignal,
): Promise<Judged | undefined> {
  return rollout.strategy.metrics.length > 0 ? judge(countedFor(rollout, evidence, at), signal) : undefined;
}
