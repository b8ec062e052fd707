import { isEffect, type LogEvent } from '../events.js';
import type { LoggedEvent } from '../log/logFile.js';

/** A decision, or something else that the log tells, on the time axis. */
export interface Mark {
  /** Counts from 1; what charts call it. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: LogEvent['event'];
  /** A person's name; `rule` where a rule did it. */
  readonly who: string;
  readonly isRule: boolean;
  /** The backend did not take it. */
  readonly isFailed: boolean;
  readonly words: string;
}

/** What happened in one rollout, oldest first. That an intent was confirmed is what everybody expects, and is no mark. */
export function marksOf(events: readonly LoggedEvent[], rollout: string): readonly Mark[] {
  const applied = new Set(withoutFailed(events));
  return events
    .filter((logged) => logged.rollout === rollout && logged.event.event !== 'confirm')
    .map((logged, index) => {
      const { event, words } = logged;
      const isRule = event.via === 'rule';
      return {
        number: index + 1,
        at: Date.parse(event.time),
        event: event.event,
        who: isRule ? 'rule' : event.actor.name,
        isRule,
        isFailed: !applied.has(logged),
        words,
      };
    });
}

/** The events of a log without the intents that failed. */
export function withoutFailed(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const failed = new Set(
    events.flatMap(({ rollout, event }) => (event.event === 'fail' ? [`${rollout}:${event.of}`] : [])),
  );
  return events.filter(({ rollout, event }) => !isEffect(event) || !failed.has(`${rollout}:${event.seq}`));
}
