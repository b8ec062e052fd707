import { parseEvent, type EventBody, type LogEvent } from '../events.js';
import { eventWords } from '../eventWords.js';
import { FoldError, applyEvent, type Placed } from '../fold.js';
import { readAcceptedStrategy } from '../strategy/readStrategy.js';
import { unreleased, type Damage, type PromptState } from '../state.js';

/** One rollout's file in the log: `<prompt>/<rollout>.jsonl`. */
export interface LogFile {
  readonly path: string;
  readonly rollout: string;
  readonly text: string;
}

/** Where a file of the log belongs; undefined for anything that is no rollout's file. */
export function parseLogPath(path: string): { readonly prompt: string; readonly rollout: string } | undefined {
  const match = /^(?<prompt>.+)\/(?<rollout>r[1-9]\d*)\.jsonl$/.exec(path);
  const { prompt, rollout } = match?.groups ?? {};
  return prompt === undefined || rollout === undefined || isNoPrompt.test(prompt) ? undefined : { prompt, rollout };
}

/** Damaged logs are moved below this folder; nothing reads them but people. */
export const asideFolder = 'aside/';

/** Contents are kept below this folder by version; an included file there may have any name. */
export const frozenFolder = 'versions/';

const isNoPrompt = /^(aside|versions\/[0-9a-f]{12})\//;

export function logPath(prompt: string, rollout: string): string {
  return `${prompt}/${rollout}.jsonl`;
}

/** The rollout after the given ones: `r1`, `r2`, … */
export function nextRollout(files: readonly LogFile[]): string {
  return `r${Math.max(0, ...files.map(({ rollout }) => rolloutNumber(rollout))) + 1}`;
}

/** Oldest rollout first. */
export function inOrder(files: readonly LogFile[]): readonly LogFile[] {
  return [...files].sort((a, b) => rolloutNumber(a.rollout) - rolloutNumber(b.rollout));
}

/** One event as a line of the log. */
export function logLine(event: LogEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** An event of the log together with what people read of it. */
export interface LoggedEvent extends Placed {
  readonly words: string;
}

/** The words of an event that is about to join the log in a state. */
export function wordsIn(state: PromptState, event: EventBody): string {
  const started = event.event === 'start' ? readAcceptedStrategy(event.strategy) : undefined;
  return eventWords(event, state.live, started);
}

/** What the files of one prompt say: its events in order, and the state they fold to, or where they are damaged. */
export interface PromptLog {
  readonly files: readonly LogFile[];
  readonly events: readonly LoggedEvent[];
  readonly state: PromptState | Damage;
}

export const emptyPromptLog: PromptLog = { files: [], events: [], state: unreleased };

/** Reads and folds the files of one prompt, in any order. Never throws: damage is a state. */
export function readPromptLog(unordered: readonly LogFile[]): PromptLog {
  const files = inOrder(unordered);
  const events: LoggedEvent[] = [];
  let state: PromptState = unreleased;
  for (const { path, rollout, text } of files) {
    let line = 0;
    const damage = (problem: string): PromptLog => ({
      files,
      events,
      state: { is: 'damaged', place: `${path}:${line}`, problem },
    });
    if (!text.endsWith('\n')) {
      line = text.split('\n').length;
      return damage('its last line is cut off');
    }
    for (const content of text.slice(0, -1).split('\n')) {
      line += 1;
      const event = parseEvent(content);
      if ('problem' in event) return damage(event.problem);
      if (event.seq !== line) return damage(`it is numbered ${event.seq}`);
      const words = wordsIn(state, event);
      try {
        state = applyEvent(state, { rollout, event });
      } catch (error) {
        if (error instanceof FoldError) return damage(error.message);
        throw error;
      }
      events.push({ rollout, event, words });
    }
  }
  return { files, events, state };
}

function rolloutNumber(rollout: string): number {
  return Number(rollout.slice(1));
}
