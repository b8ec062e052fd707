import type { EventName, LogEvent } from '../../rollout/events.js';
import type { PromptHandle, ShownLog } from '../projects.js';
import { relativeTime } from '../relativeTime.js';

/** One event of the log, in words. */
export interface ActivityRow {
  readonly id: string;
  readonly event: EventName;
  readonly label: string;
  /** `support-reply · Ada · 2 minutes ago` */
  readonly description: string;
  /** Whole sentences, one a line. */
  readonly tooltip: string;
  readonly handle?: PromptHandle;
}

/**
 * The newest events of all prompts, newest first. Confirmations are left out: what they confirm is there.
 * @param now epoch milliseconds
 */
export function activityRows(logs: readonly ShownLog[], now: number, limit: number): readonly ActivityRow[] {
  return logs
    .flatMap(({ name, handle, log }) =>
      log.events
        .slice(-2 * limit)
        .filter(({ event }) => event.event !== 'confirm')
        .map(({ rollout, event, words }) => ({ name, handle, rollout, event, words, time: Date.parse(event.time) })),
    )
    .sort((a, b) => b.time - a.time || b.event.seq - a.event.seq)
    .slice(0, limit)
    .map(({ name, handle, rollout, event, words, time }) => ({
      id: `${name}\n${rollout}\n${event.seq}\n${event.event}`,
      event: event.event,
      label: words,
      description: [name, whoOf(event), relativeTime(time, now)].join(' · '),
      tooltip: [
        `${name}, ${rollout}: ${words}.`,
        `${event.time}, by ${event.actor.name} <${event.actor.email}>${viaWords[event.via]}.`,
        ...(event.evidence === undefined ? [] : [`Taken on evidence ${event.evidence}.`]),
      ].join('\n'),
      ...(handle && { handle }),
    }));
}

const viaWords = { editor: ', in the editor', terminal: ', in the terminal', rule: "'s watch, by rule" };

function whoOf({ actor, via }: LogEvent): string {
  return via === 'rule' ? 'rule' : actor.name;
}
