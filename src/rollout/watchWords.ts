import { allowsAll, type Autopilot } from './decide.js';
import type { Watcher } from './watchLease.js';

const rules: Readonly<Record<Autopilot, string>> = {
  off: 'rules are shown, but none acts',
  protect: 'rules hold or roll back, people advance',
  full: 'rules hold, roll back and advance',
};

/** Who watches, for people: `prompt-rollout watch (process 4711)`. */
export function watcherName({ who, pid }: Pick<Watcher, 'who' | 'pid'>): string {
  return `${who} (process ${pid})`;
}

/** Who watches and what the rules may do, as a sentence for a window. */
export function watcherSentence(watcher: Watcher): string {
  return `${watcher.isUs ? 'This window' : watcherName(watcher)} watches: ${rules[watcher.autopilot]}.`;
}

/**
 * What becomes of a rollout that a person raises in a window: who will watch it then.
 * @param autopilot of the window
 * @param watcher who watches now
 */
export function watchNote(autopilot: Autopilot, watcher: Watcher | undefined): string {
  if (watcher && !watcher.isUs && allowsAll(watcher.autopilot, autopilot)) return watcherSentence(watcher);
  if (autopilot === 'off') return `The autopilot of this window is off, and nothing else watches: ${rules.off}.`;
  return `While this window is open it watches: ${rules[autopilot]}. Nothing watches this when the window closes.`;
}
