import { counted } from '../prompts/counted.js';
import { formatDuration } from '../prompts/duration.js';
import { shortVersion } from '../workspace/version.js';
import type { EventBody, OfflineEvidence } from './events.js';
import { percent, segmentLabel } from './split.js';
import type { Rollout } from './state.js';
import type { Stage, Strategy } from './strategy/strategy.js';

/**
 * An event in words: the first line of its commit, and its row in Activity.
 * @param live the rollout it belongs to, as it stood before; absent for events outside one
 * @param started the strategy of a `start`, already read
 */
export function eventWords(event: EventBody, live?: Rollout, started?: Strategy): string {
  switch (event.event) {
    case 'adopt':
      return event.origin === 'served'
        ? `adopted ${shortVersion(event.version)}, which the backend serves`
        : `published ${shortVersion(event.version)} at 100 %`;
    case 'start': {
      const stage = started?.stages[0];
      const attempt = event.attempt > 1 ? `, attempt ${event.attempt}` : '';
      return `started ${shortVersion(event.baseline)} → ${shortVersion(event.candidate)}${stage ? ` at ${stageWords(stage)}` : ''}${attempt}${event.offline ? `, offline ${offlineWords(event.offline)}` : ''}${because(event.reason)}`;
    }
    case 'advance': {
      const stage = live?.strategy.stages[event.stage];
      return stage ? `advanced to ${stageWords(stage)}` : 'completed: the candidate is released';
    }
    case 'override': {
      const stage = live?.strategy.stages[event.stage];
      const target =
        event.stage === live?.stage
          ? `${stage?.name ?? 'the stage'} goes on`
          : stage
            ? `to ${stageWords(stage)}`
            : 'completed';
      return `overrode the gates, ${target}${because(event.reason)}`;
    }
    case 'rollback':
      return `rolled back by rule (${event.cause}): ${event.detail}`;
    case 'abort':
      return `aborted: all traffic back to ${live ? shortVersion(live.baseline) : 'the baseline'}${because(event.reason)}`;
    case 'revert':
      return `reverted: all traffic back to the version before${because(event.reason)}`;
    case 'reapply':
      return 'reapplied what the log says';
    case 'approve':
      return `approved leaving ${live?.strategy.stages[event.stage]?.name ?? 'the stage'}`;
    case 'hold':
      return `held (${event.cause}): ${event.detail}`;
    case 'data-returned':
      return 'running again: data is back';
    case 'pause':
      return 'paused';
    case 'resume':
      return `resumed${because(event.reason)}`;
    case 'extend':
      return `extended to ${event.until}${because(event.reason)}`;
    case 'takeover':
      return `took over what the backend serves: ${live?.strategy.stages[event.stage]?.name ?? 'a stage'}`;
    case 'takeover-version':
      return `took over what the backend serves: ${shortVersion(event.version)} to everybody`;
    case 'aside':
      return `put a damaged log aside (${event.place}): ${event.reason}`;
    case 'confirm':
      return 'the backend confirmed';
    case 'fail':
      return `not applied: ${event.reason}`;
  }
}

/** A stage in a few words: `canary (5 %)`, `staff (100 % of team = internal)`. */
export function stageWords(stage: Stage): string {
  return `${stage.name} (${percent(stage.share)}${stage.only ? ` of ${segmentLabel(stage.only)}` : ''})`;
}

/** What must hold on a stage before the next one: `bake 24h · 400 samples · clear`. */
export function requirementWords(stage: Stage): string {
  return [
    ...(stage.bake > 0 ? [`bake ${formatDuration(stage.bake)}`] : []),
    ...(stage.samples > 0 ? [`${stage.samples} samples`] : []),
    stage.needs,
    ...(stage.approvals > 0 ? [counted(stage.approvals, 'approval')] : []),
  ].join(' · ');
}

/** What a start was decided on: `48/50 · 1 regression`. */
export function offlineWords({ passed, cases, regressions }: OfflineEvidence): string {
  return [`${passed}/${cases}`, ...(regressions > 0 ? [counted(regressions, 'regression')] : [])].join(' · ');
}

function because(reason: string | undefined): string {
  return reason ? `: ${reason}` : '';
}
