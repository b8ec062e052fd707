import { currentStage, unmet } from '../../rollout/decide.js';
import type { Observation } from '../../rollout/observe.js';
import { lastEnded } from '../../rollout/state.js';
import type { RequestName } from '../../project/request.js';
import type { PromptHandle, Seen } from '../projects.js';

/** What can be asked of a prompt's rollout as it was last seen; the core decides for good when it is asked. */
export function possible(handle: PromptHandle, seen: Seen | undefined): readonly RequestName[] {
  if (!handle.environment || !seen) return [];
  if (!('prompt' in seen)) return ['abort'];
  const { state } = seen;
  const drift: RequestName[] = seen.serving.as === 'drift' && state.is !== 'unreleased' ? ['reapply', 'takeover'] : [];
  if (state.live) return [...possibleLive(seen), ...drift];
  const last = lastEnded(state);
  const { strategy, rival } = handle.prompt;
  const can: [RequestName, boolean][] = [
    ['start', strategy !== undefined && rival === undefined],
    ['adopt', rival === undefined],
    ['revert', last?.end?.how === 'completed' && last.candidate === state.released],
  ];
  return [...namesOf(can), ...drift];
}

function possibleLive({ state: { live }, decision }: Observation): RequestName[] {
  if (!live) return [];
  const { condition } = live;
  const isRunning = condition.is === 'running';
  const isHarmed = condition.is === 'held' && condition.cause === 'harm';
  const canResume = !isRunning && !isHarmed;
  const can: [RequestName, boolean][] = [
    ['advance', isRunning && decision !== undefined && unmet(decision.gates).length === 0],
    ['approve', (isRunning || isHarmed) && currentStage(live).approvals > live.approvals.length],
    ['pause', condition.is !== 'paused'],
    ['resume', canResume],
    ['extend', true],
    ['override', true],
    ['abort', true],
  ];
  return namesOf(can);
}

function namesOf(can: readonly [RequestName, boolean][]): RequestName[] {
  return can.filter(([, isPossible]) => isPossible).map(([name]) => name);
}
