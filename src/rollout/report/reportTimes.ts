import { blocksTogether } from './armPoints.js';
import type { Rollout } from '../state.js';

/** The time axis of a report, and how long a point of an arm looks back: epoch milliseconds and milliseconds. */
export interface ReportTimes {
  readonly from: number;
  readonly to: number;
  readonly together: number;
  readonly lookBack: number;
}

/** An axis has a length, also where nothing has happened yet. */
export function timesOf({ rollout, at }: { readonly rollout: Rollout; readonly at: number }): ReportTimes {
  const { startedAt, strategy } = rollout;
  const to = Math.max(at, startedAt + strategy.block);
  const together = blocksTogether(to - startedAt, strategy.block);
  return { from: startedAt, to, together, lookBack: together * strategy.block };
}
