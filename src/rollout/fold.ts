import type { EffectBody, LogEvent } from './events.js';
import { isEffect, isTowardSafety } from './events.js';
import { overridesHarm, withFreshEvidence } from './harmOverride.js';
import {
  lastEnded,
  unreleased,
  type Condition,
  type Pending,
  type PromptState,
  type Rollout,
  type RolloutEnd,
} from './state.js';
import { readAcceptedStrategy } from './strategy/readStrategy.js';

/** The event does not fit the state before it: the log is damaged there. */
export class FoldError extends Error {}

/** An event and the rollout in whose file it stands. */
export interface Placed {
  readonly rollout: string;
  readonly event: LogEvent;
}

/**
 * The state of a prompt: every event of its rollouts, oldest first, applied to "unreleased".
 * @throws FoldError where an event does not fit the state before it
 */
export function fold(events: readonly Placed[]): PromptState {
  return events.reduce(applyEvent, unreleased);
}

/**
 * One step of the fold.
 * @throws FoldError
 */
export function applyEvent(state: PromptState, { rollout, event }: Placed): PromptState {
  if (event.event === 'confirm' || event.event === 'fail') {
    const { pending } = state;
    if (pending?.seq !== event.of || pending.rollout !== rollout)
      throw new FoldError(`it answers event ${event.of}, which is not waiting for an answer`);
    return event.event === 'confirm' ? confirmed(state, pending, Date.parse(event.time)) : withoutPending(state);
  }
  if (state.pending && !(isTowardSafety(event) && !isTowardSafety(state.pending))) {
    throw new FoldError(`"${event.event}" came while "${state.pending.event}" was not confirmed`);
  }
  if (isEffect(event)) {
    requirePlace(state, event);
    return { ...state, pending: { ...event, rollout } };
  }
  return noted(state, event);
}

/**
 * The state once the waiting intent is confirmed: also what the backend must serve then.
 * @param at epoch milliseconds
 */
export function confirmed(state: PromptState, pending: Pending, at: number): PromptState {
  const settled = withoutPending(state);
  switch (pending.event) {
    case 'adopt':
      return {
        ...settled,
        is: 'released',
        released: pending.version,
        flag: pending.flag,
        paths: withPath(state, pending.version, pending.path),
      };
    case 'start':
      return {
        ...settled,
        is: 'live',
        flag: pending.flag,
        paths: withPath(state, pending.candidate, pending.path),
        live: started(pending, at),
      };
    case 'advance':
    case 'override': {
      const live = requireLive(state, pending);
      if (pending.stage >= live.strategy.stages.length) return ended(settled, { how: 'completed', at }, live.candidate);
      const judged = pending.event === 'override' ? afterOverride(live, pending, at) : live;
      return {
        ...settled,
        live: pending.stage === live.stage ? running(judged, at) : atStage(judged, pending.stage, at),
      };
    }
    case 'rollback':
      return ended(
        settled,
        { how: 'rolled_back', cause: pending.cause, detail: pending.detail, at },
        requireLive(state, pending).baseline,
      );
    case 'abort':
      return ended(
        settled,
        { how: 'rolled_back', cause: 'person', detail: pending.reason ?? '', at },
        requireLive(state, pending).baseline,
      );
    case 'revert': {
      const last = requireCompleted(state, pending);
      const reverted: Rollout = {
        ...last,
        end: { how: 'reverted', at, ...(pending.reason && { detail: pending.reason }) },
      };
      return { ...settled, released: last.baseline, ended: [...state.ended.slice(0, -1), reverted] };
    }
    case 'reapply':
      return settled.live?.condition.is === 'held' && settled.live.condition.cause === 'drift'
        ? { ...settled, live: running(settled.live, at) }
        : settled;
  }
}

/** Everything that the log only takes note of. */
function noted(state: PromptState, event: Exclude<LogEvent, EffectBody>): PromptState {
  const at = Date.parse(event.time);
  if (event.event === 'aside') {
    if (state !== unreleased) throw new FoldError('"aside" can only be the first event of a log');
    return state;
  }
  if (event.event === 'takeover-version') {
    const paths = withPath(state, event.version, event.path);
    const end: RolloutEnd = {
      how: event.version === state.live?.candidate ? 'completed' : 'rolled_back',
      cause: 'drift',
      at,
    };
    return state.live ? { ...ended(state, end, event.version), paths } : { ...state, released: event.version, paths };
  }
  const live = requireLive(state, event);
  const set = (change: Partial<Rollout>): PromptState => ({ ...state, live: { ...live, ...change } });
  switch (event.event) {
    case 'approve':
      return set({ approvals: [...live.approvals, { actor: event.actor, at }] });
    case 'hold': {
      const condition: Condition = { is: 'held', cause: event.cause, detail: event.detail, since: at };
      const isWorse = event.cause === 'harm' || event.cause === 'mismatch';
      return set({
        condition,
        ...(isWorse && { approvals: [] }),
        ...(event.cause === 'silence' && { silences: [...live.silences, { from: at }] }),
      });
    }
    case 'data-returned':
      return set(running(live, at));
    case 'resume':
      return set(running(afterMismatch(live, at), at));
    case 'pause':
      return set({ condition: { is: 'paused', since: at } });
    case 'extend':
      return set({ ...running(live, at), deadline: Date.parse(event.until) });
    case 'takeover':
      return set(event.stage === live.stage ? running(live, at) : atStage(live, event.stage, at));
    case 'confirm':
    case 'fail':
      throw new FoldError('it answers no intent');
  }
}

function started(event: Extract<Pending, { event: 'start' }>, at: number): Rollout {
  const strategy = readAcceptedStrategy(event.strategy);
  if (!strategy) throw new FoldError('its strategy cannot be read');
  return {
    id: event.rollout,
    attempt: event.attempt,
    baseline: event.baseline,
    candidate: event.candidate,
    strategyPath: event.strategyPath,
    strategyText: event.strategy,
    strategy,
    ...(event.offline && { offline: event.offline }),
    starter: event.actor,
    startedAt: at,
    stage: 0,
    stageSince: at,
    steps: [{ stage: 0, since: at }],
    setAside: [],
    condition: { is: 'running' },
    approvals: [],
    silences: [],
    deadline: at + strategy.deadline,
  };
}

function running(live: Rollout, at: number): Rollout {
  return {
    ...live,
    condition: { is: 'running' },
    silences: live.silences.map((silence) => (silence.to === undefined ? { from: silence.from, to: at } : silence)),
  };
}

function afterOverride(live: Rollout, override: EffectBody, at: number): Rollout {
  return overridesHarm(live, override) ? withFreshEvidence(live, at) : afterMismatch(live, at);
}

/** The data of a stage whose comparison a mismatch spoiled is not judged. */
function afterMismatch(live: Rollout, at: number): Rollout {
  if (live.condition.is !== 'held' || live.condition.cause !== 'mismatch') return live;
  return { ...live, setAside: [...live.setAside, { from: live.stageSince, to: at, cause: 'mismatch' }] };
}

function atStage(live: Rollout, stage: number, at: number): Rollout {
  const steps = [...live.steps, { stage, since: at }];
  return { ...live, stage, stageSince: at, steps, condition: { is: 'running' }, approvals: [], silences: [] };
}

function ended(state: PromptState, end: RolloutEnd, released: string): PromptState {
  const { live } = state;
  const rest = withoutLive(state);
  return { ...rest, is: 'released', released, ended: live ? [...state.ended, { ...live, end }] : state.ended };
}

/** An intent must make sense where it stands. */
function requirePlace(state: PromptState, event: EffectBody): void {
  if (event.event === 'adopt') {
    if (state.is === 'live') throw new FoldError('"adopt" came while a rollout was live');
  } else if (event.event === 'start') {
    if (state.is !== 'released' || state.released !== event.baseline)
      throw new FoldError('"start" names a baseline that was not released');
  } else if (event.event === 'revert') requireCompleted(state, event);
  else if (event.event !== 'reapply') requireLive(state, event);
}

function requireLive(state: PromptState, event: { readonly event: string }): Rollout {
  if (!state.live) throw new FoldError(`"${event.event}" came while no rollout was live`);
  return state.live;
}

function requireCompleted(state: PromptState, event: { readonly event: string }): Rollout {
  const last = lastEnded(state);
  if (state.is !== 'released' || last?.end?.how !== 'completed' || last.candidate !== state.released) {
    throw new FoldError(`"${event.event}" came while nothing was released by a rollout`);
  }
  return last;
}

function withPath(state: PromptState, version: string, path: string): ReadonlyMap<string, string> {
  return new Map([...state.paths, [version, path]]);
}

function withoutPending({ pending, ...rest }: PromptState): PromptState {
  return rest;
}

function withoutLive({ live, ...rest }: PromptState): PromptState {
  return rest;
}
