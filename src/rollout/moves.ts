import { typicalPath } from '../prompts/formats/index.js';
import { HumanError } from '../prompts/humanError.js';
import { sameActor, type Actor } from '../workspace/actor.js';
import type { OfflineVerdict } from '../evaluation/gate.js';
import type { VersionAt, VersionId } from '../workspace/version.js';
import { currentStage, unmet, type Action, type Decision } from './decide.js';
import type { EventBody, OfflineEvidence } from './events.js';
import { canonicalJson } from '../prompts/json.js';
import { stageWords } from './eventWords.js';
import { stageSplit } from './split.js';
import { lastEnded, type PromptState, type Rollout } from './state.js';
import { readAcceptedStrategy } from './strategy/readStrategy.js';
import type { Served } from './trafficBackend.js';

/**
 * What a person may do, as pure functions: each takes the state it was decided on and returns the event to be logged,
 * or throws a HumanError that says why not. The controller logs and applies them.
 */
export interface Situation {
  /** What people call the prompt. */
  readonly name: string;
  readonly state: PromptState;
  readonly now: number;
}

/** Releases a version: the one that is served, or another at 100 %. */
export function adopt({ name, state }: Situation, target: VersionAt, flag: string, served: Served): EventBody {
  if (state.live) throw refused(`${name} has a live rollout; it can be aborted, but not adopted over.`);
  const origin =
    served.split && !served.split.candidate && served.split.baseline === target.id ? 'served' : 'published';
  return { event: 'adopt', version: target.id, path: target.path, flag, origin };
}

export interface StartRequest {
  readonly candidate: VersionAt;
  readonly flag: string;
  readonly strategyPath: string;
  readonly strategyText: string;
  /** The offline evaluation; needed where the strategy asks for one. */
  readonly offline?: OfflineResult;
  readonly reason?: string;
}

/** What an offline evaluation came to, and of which versions. */
export interface OfflineResult {
  readonly baseline?: VersionId;
  readonly candidate: VersionId;
  readonly verdict: OfflineVerdict;
  readonly evidence: OfflineEvidence;
}

/** Starts a rollout on the first stage. */
export function start({ name, state }: Situation, request: StartRequest): EventBody {
  const { candidate, flag, strategyPath, strategyText, offline, reason } = request;
  if (state.live) throw refused(`${name} already has a live rollout; complete or abort it before another starts.`);
  if (state.released === undefined) throw refused(`${name} has no released version yet; adopt one first.`);
  if (candidate.id === state.released) {
    throw refused(
      `The candidate of ${name} is the version that is already released; commit a change, or choose another version.`,
    );
  }
  const before = state.ended.filter((ended) => ended.baseline === state.released && ended.candidate === candidate.id);
  const attempt = Math.max(0, ...before.map((ended) => ended.attempt)) + 1;
  if (before.at(-1)?.end?.how === 'rolled_back' && !reason) {
    throw refused(
      `This candidate of ${name} was rolled back before (${endWords(before.at(-1))}); starting it again needs a reason.`,
    );
  }
  if (readAcceptedStrategy(strategyText)?.offline) requireOffline(name, state.released, candidate.id, offline);
  return {
    event: 'start',
    baseline: state.released,
    candidate: candidate.id,
    path: candidate.path,
    flag,
    attempt,
    strategyPath,
    strategy: strategyText,
    reason,
    offline: offline?.evidence,
  };
}

/** The gate before any traffic moves; an override cannot skip it. */
function requireOffline(
  name: string,
  baseline: VersionId,
  candidate: VersionId,
  offline: OfflineResult | undefined,
): void {
  if (!offline) throw refused(`The strategy of ${name} asks for an offline evaluation, and there is none.`);
  if (offline.candidate !== candidate || offline.baseline !== baseline)
    throw new HumanError(
      'conflict',
      `The versions of ${name} have changed while they were evaluated. Nothing was changed; start again.`,
    );
  requireHolds(name, offline);
}

/** @throws HumanError with every reason why the candidate cannot be started */
export function requireHolds(name: string, { verdict }: OfflineResult): void {
  if (verdict.holds) return;
  const reasons = verdict.reasons.map((reason) => `- ${reason}`).join('\n');
  throw refused(
    `${name} cannot be started, as its offline evaluation does not hold:\n${reasons}\n"prompt-rollout eval" shows each case, and so does "Show Evaluation" in VS Code.`,
  );
}

/** To the next stage, or to completion after the last, when every gate is met. */
export function advance(situation: Situation, { gates }: Decision): EventBody {
  const live = requireLive(situation, 'advance');
  requireRunning(situation, live, 'advance');
  const missing = unmet(gates);
  if (missing.length > 0) {
    const list = missing.map(({ text }) => `- ${text}`).join('\n');
    const way = missing.some(({ name }) => name === 'approvals')
      ? 'An override cannot stand in for an approval.'
      : '"override" goes on without them, with a written reason.';
    throw refused(`${situation.name} cannot leave ${stageWords(currentStage(live))} yet:\n${list}\n${way}`);
  }
  return { event: 'advance', stage: live.stage + 1 };
}

/** Goes on without what is not met: to the next stage when running, on the same stage when held or paused. Approvals cannot be skipped. */
export function override(situation: Situation, decision: Decision, reason: string): EventBody {
  const live = requireLive(situation, 'override');
  requireReason(reason, 'An override');
  const missing = unmet(decision.gates);
  if (missing.some((gate) => gate.name === 'approvals')) {
    throw refused(
      `${situation.name} needs ${currentStage(live).approvals} approval(s) on this stage, also for an override.`,
    );
  }
  const stage = live.condition.is === 'running' ? live.stage + 1 : live.stage;
  return { event: 'override', stage, skipped: missing.map(({ name, text }) => `${name}: ${text}`), reason };
}

/** Approves leaving the current stage, or overriding harm on it; bound to the candidate, the stage and the strategy. */
export function approve(situation: Situation, actor: Actor): EventBody {
  const live = requireLive(situation, 'approve');
  if (live.condition.is !== 'held' || live.condition.cause !== 'harm') requireRunning(situation, live, 'approve');
  const stage = currentStage(live);
  if (stage.approvals === 0) throw refused(`The stage ${stage.name} of ${situation.name} asks for no approval.`);
  if (sameActor(actor, live.starter))
    throw refused(`${actor.name} started this rollout of ${situation.name}; somebody else must approve it.`);
  if (live.approvals.some((given) => sameActor(given.actor, actor)))
    throw refused(`${actor.name} has already approved this stage of ${situation.name}.`);
  return { event: 'approve', stage: live.stage, candidate: live.candidate, strategy: live.strategyText };
}

/** Stops advancing; the share stays, rules toward safety still act. */
export function pause(situation: Situation): EventBody {
  const live = requireLive(situation, 'pause');
  if (live.condition.is === 'paused') throw refused(`${situation.name} is already paused.`);
  return { event: 'pause' };
}

/** Lets a held or paused rollout run again, when the cause is gone. */
export function resume(situation: Situation, decision: Decision, reason: string): EventBody {
  const live = requireLive(situation, 'resume');
  const { condition } = live;
  if (condition.is === 'running') throw refused(`${situation.name} is running; there is nothing to resume.`);
  requireReason(reason, 'Resuming');
  if (condition.is === 'held') {
    if (condition.cause === 'harm')
      throw refused(`${situation.name} is held because of harm; only an override or an abort leaves that.`);
    // After a mismatch the data so far is set aside, so only new data can tell whether it is gone.
    const still =
      condition.cause !== 'mismatch' &&
      decision.gates.find((gate) => gate.state === 'broken' && gate.name === gateOfCause(condition.cause));
    if (still) throw refused(`${situation.name} is still held: ${still.text}.`);
  }
  return { event: 'resume', reason };
}

/** Moves the deadline. @param until epoch milliseconds */
export function extend(situation: Situation, until: number, reason: string): EventBody {
  const live = requireLive(situation, 'extend');
  requireReason(reason, 'Extending');
  if (!(until > Math.max(situation.now, live.deadline))) {
    throw refused(
      `The new deadline of ${situation.name} must be later than the present one (${new Date(live.deadline).toISOString()}) and than now.`,
    );
  }
  return { event: 'extend', until: new Date(until).toISOString(), reason };
}

/** Gives all traffic back to the baseline. */
export function abort(situation: Situation, reason?: string): EventBody {
  requireLive(situation, 'abort');
  return { event: 'abort', reason };
}

/** Gives all traffic back to what was released before the completed rollout, in one step. */
export function revert({ name, state }: Situation, reason?: string): EventBody {
  const last = lastEnded(state);
  if (state.live) throw refused(`${name} has a live rollout; abort it instead.`);
  if (last?.end?.how !== 'completed' || last.candidate !== state.released) {
    throw refused(`The released version of ${name} did not come from a completed rollout; there is nothing to revert.`);
  }
  return { event: 'revert', reason };
}

/** After drift: writes again what the log says. */
export function reapply({ name, state }: Situation): EventBody {
  if (state.is === 'unreleased') throw refused(`${name} has no released version yet; adopt one first.`);
  return { event: 'reapply' };
}

/** After drift: the log follows what the backend serves, where that is a stage of the strategy, or one version for everybody. */
export function takeover({ name, state }: Situation, prompt: string, served: Served): EventBody {
  if (state.is === 'unreleased') throw refused(`${name} has no released version yet; adopt what is served instead.`);
  const { split } = served;
  const { live } = state;
  if (!split)
    throw refused(
      `${name} cannot take over what the backend serves: ${served.foreign ?? 'there is no such flag'}. Reapply, or abort.`,
    );
  if (!split.candidate) {
    const content = served.contents.get(split.baseline);
    const path = state.paths.get(split.baseline) ?? (content && typicalPath(prompt, content.format));
    if (path === undefined)
      throw refused(`The backend serves a version of ${name} that the log does not know. Reapply, or abort.`);
    return { event: 'takeover-version', version: split.baseline, path };
  }
  const stage =
    live?.strategy.stages.findIndex(
      (_, index) => canonicalJson(stageSplit(prompt, live, index)) === canonicalJson(split),
    ) ?? -1;
  if (stage < 0)
    throw refused(
      `What the backend serves for ${name} is no stage of its strategy, so it cannot be taken over. Reapply, or abort.`,
    );
  return { event: 'takeover', stage };
}

/** What a rule does. */
export function byRule(action: Action): EventBody {
  switch (action.do) {
    case 'advance':
      return { event: 'advance', stage: action.stage };
    case 'data-returned':
      return { event: 'data-returned' };
    case 'hold':
    case 'rollback':
      return { event: action.do, cause: action.cause, detail: action.detail };
  }
}

function endWords(rollout: Rollout | undefined): string {
  const { end } = rollout ?? {};
  return end ? [end.cause, end.detail].filter(Boolean).join(': ') : '';
}

function gateOfCause(cause: string): string {
  return cause === 'silence' ? 'fresh' : cause;
}

function requireLive({ name, state }: Situation, what: string): Rollout {
  if (!state.live) throw refused(`${name} has no live rollout to ${what}.`);
  return state.live;
}

function requireRunning({ name }: Situation, live: Rollout, what: string): void {
  const { condition } = live;
  if (condition.is === 'running') return;
  const why = condition.is === 'held' ? `held (${condition.cause}: ${condition.detail})` : 'paused';
  throw refused(`${name} is ${why}; ${what} works on a running rollout.`);
}

function requireReason(reason: string, what: string): void {
  if (reason.trim() === '') throw refused(`${what} needs a written reason.`);
}

function refused(message: string): HumanError {
  return new HumanError('refused', `${message} Nothing was changed.`);
}
