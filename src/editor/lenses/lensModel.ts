import { unmet, type Autopilot } from '../../rollout/decide.js';
import { stageWords } from '../../rollout/eventWords.js';
import type { Observation } from '../../rollout/observe.js';
import type { Rollout } from '../../rollout/state.js';
import type { CommandName } from '../commands/commandNames.js';
import type { PromptHandle, Seen } from '../projects.js';
import { evaluationLook, evaluationWords, type EvaluationStanding } from '../evaluation/evaluationStanding.js';
import { possible } from '../rollouts/possible.js';
import type { NodeLook } from '../rollouts/rolloutNode.js';
import { standingOf, type VersionNamer } from '../rollouts/standing.js';

/** A CodeLens as text. */
export interface Lens {
  readonly text: string;
  readonly command: CommandName;
  /** Takes its icon; only of those that say how things stand. */
  readonly kind?: NodeLook;
}

export interface LensSubject {
  readonly handle: PromptHandle;
  readonly seen: Seen | undefined;
  readonly isDraft: boolean;
  /** `wording · +12 tokens since v12`: what the file changes, where that is known. */
  readonly change?: string;
  readonly autopilot: Autopilot;
  readonly nameOf: VersionNamer;
  readonly evaluation: EvaluationStanding;
  /** The prompt is known to have cases. */
  readonly hasCases: boolean;
}

/** The lenses above a prompt: how it stands, what one would do next, and what its evaluation came to. */
export function promptLenses(subject: LensSubject): readonly Lens[] {
  return [...rolloutLenses(subject), ...evaluationLenses(subject)];
}

/** None where there are no rollouts. */
function rolloutLenses(subject: LensSubject): readonly Lens[] {
  const { handle, seen, isDraft, change, autopilot, nameOf } = subject;
  if (!handle.environment || !seen) return [];
  const { kind, words } = standingOf(seen, autopilot, nameOf);
  const live = liveOf(seen);
  const versions = live && `${nameOf(live.baseline)} → ${nameOf(live.candidate)}`;
  const text = [words, versions, isDraft && 'draft', change].filter(Boolean).join(' · ');
  return [{ text, command: 'openRollout', kind }, nextAction(subject)];
}

/** None where there is nothing to evaluate. What is stale is evaluated anew, and anything else is opened. */
function evaluationLenses({ evaluation, hasCases }: LensSubject): readonly Lens[] {
  const { shown, isRunning } = evaluation;
  const kind = evaluationLook(evaluation);
  if (!shown) {
    if (isRunning) return [{ text: 'evaluating', command: 'openEvaluation', kind }];
    return hasCases ? [{ text: 'Evaluate', command: 'evaluate', kind }] : [];
  }
  const isOld = shown.isStale && !isRunning;
  return [{ text: evaluationWords(shown), command: isOld ? 'evaluate' : 'openEvaluation', kind }];
}

/** The two lenses above a strategy: its prompt, and what one would do next. */
export function strategyLenses(subject: LensSubject): readonly Lens[] {
  const { handle, seen } = subject;
  const open: Lens = { text: `Open ${handle.prompt.name}`, command: 'openPrompt' };
  if (!handle.environment || !seen) return [open];
  const live = liveOf(seen);
  const isEdited = live && handle.prompt.strategy && live.strategyText !== handle.prompt.strategy.text;
  if (isEdited)
    return [open, { text: 'edited since the start: the rollout keeps what it started with', command: 'openRollout' }];
  return [open, nextAction(subject)];
}

/** What one would do next; while a stage only waits, that is to pause it. */
function nextAction({ handle, seen }: LensSubject): Lens {
  const can = possible(handle, seen);
  const live = liveOf(seen);
  if (seen && !('prompt' in seen)) return { text: 'Abort…', command: 'abort' };
  if (can.includes('reapply')) return { text: 'Reapply…', command: 'reapply' };
  if (seen && live) return nextOfLive(seen, live, can);
  if (!handle.prompt.strategy) return { text: 'New Rollout Strategy…', command: 'newStrategy' };
  return { text: 'Start Rollout…', command: 'start' };
}

function nextOfLive({ decision }: Observation, live: Rollout, can: readonly string[]): Lens {
  if (can.includes('advance')) {
    const next = live.strategy.stages[live.stage + 1];
    return { text: next ? `Advance to ${stageWords(next)}…` : 'Complete Rollout…', command: 'advance' };
  }
  if (can.includes('resume')) return { text: 'Resume…', command: 'resume' };
  const missing = unmet(decision?.gates ?? []);
  if (can.includes('approve') && missing.every(({ name }) => name === 'approvals'))
    return { text: 'Approve…', command: 'approve' };
  return can.includes('pause') && live.condition.is === 'running'
    ? { text: 'Pause', command: 'pause' }
    : { text: 'Abort…', command: 'abort' };
}

function liveOf(seen: Seen | undefined): Rollout | undefined {
  return seen && 'prompt' in seen ? seen.state.live : undefined;
}
