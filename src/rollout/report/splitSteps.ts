import type { LoggedEvent } from '../log/logFile.js';
import { segmentLabel, sharesAt } from '../split.js';
import type { Rollout } from '../state.js';
import { wholeTraffic } from '../trafficBackend.js';
import { withoutFailed } from './marks.js';
import type { Point } from './points.js';

/** A share of the traffic over time: each point holds until the next. */
export interface ShareLine {
  /** The segment in words; absent for the traffic at large. */
  readonly segment?: string;
  readonly points: readonly Point[];
}

/** The candidate's share over time, 0–1, of the traffic at large and of each segment that a stage named. */
export function shareLines(
  rollout: Rollout,
  events: readonly LoggedEvent[],
  now: number,
): readonly [ShareLine, ...ShareLine[]] {
  const moments = momentsOf(rollout, events, now);
  const segments = [...new Set(moments.flatMap(({ segments: own }) => [...own.keys()]))];
  return [
    { points: moments.map(({ at, share }) => ({ at, value: share })) },
    ...segments.map((segment) => ({
      segment,
      points: moments.flatMap(({ at, share, segments: own, isEnd }): Point[] => {
        const value = own.get(segment) ?? (isEnd ? share : undefined);
        return value === undefined ? [] : [{ at, value }];
      }),
    })),
  ];
}

interface Moment {
  readonly at: number;
  readonly share: number;
  readonly segments: ReadonlyMap<string, number>;
  /** Everybody has one version from then on. */
  readonly isEnd?: true;
}

function momentsOf(rollout: Rollout, events: readonly LoggedEvent[], now: number): readonly Moment[] {
  const { strategy, steps, end } = rollout;
  const moments: Moment[] = steps.map(({ stage, since }) => {
    const { share, segments } = sharesAt(strategy, stage);
    return {
      at: since,
      share: share / wholeTraffic,
      segments: new Map(segments.map(({ only, share: own }) => [segmentLabel(only), own / wholeTraffic])),
    };
  });
  const everybody = (at: number, share: 0 | 1): Moment => ({ at, share, segments: new Map(), isEnd: true });
  const last = moments.at(-1);
  if (!end) return last ? [...moments, { ...last, at: Math.max(now, last.at) }] : moments;
  const completed = end.how === 'completed' ? end.at : completion(rollout, events);
  return [
    ...moments,
    ...(completed === undefined ? [] : [everybody(completed, 1)]),
    ...(end.how === 'completed' ? [] : [everybody(end.at, 0)]),
  ];
}

/** When a rollout that was reverted later had completed. */
function completion({ id, strategy, end }: Rollout, events: readonly LoggedEvent[]): number | undefined {
  if (end?.how !== 'reverted') return undefined;
  const last = withoutFailed(events).findLast(
    ({ rollout, event }) =>
      rollout === id &&
      (event.event === 'advance' || event.event === 'override') &&
      event.stage >= strategy.stages.length,
  );
  return last && Date.parse(last.event.time);
}
