import { appendFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObject } from '../../prompts/json.js';
import { parseEvent } from '../events.js';
import type { Entry } from './logBranch.js';

/** Moves toward safety that were applied while the log could not be written; they are logged as soon as it can. */
export interface Unlogged {
  add(entry: Entry): Promise<void>;
  /** The entries of one prompt, oldest first; they are no longer kept here. */
  take(prompt: string): Promise<readonly Entry[]>;
}

/** Keeps them as lines of a file. @param path in the git folder, so that it is never committed */
export function unloggedFile(path: string): Unlogged {
  return {
    add: async (entry) => {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, toLine(entry));
    },
    take: async (prompt) => {
      const taken = `${path}.${process.pid}`;
      try {
        await rename(path, taken);
      } catch {
        return []; // there is none, or somebody else has just taken it
      }
      const entries = (await readFile(taken, 'utf8')).split('\n').flatMap(fromLine);
      for (const other of entries.filter((entry) => entry.prompt !== prompt)) await appendFile(path, toLine(other));
      await rm(taken);
      return entries.filter((entry) => entry.prompt === prompt);
    },
  };
}

function toLine({ prompt, body, actor, via, time, evidence }: Entry): string {
  return `${JSON.stringify({ prompt, event: { seq: 0, time: new Date(time).toISOString(), actor, via, evidence, ...body } })}\n`;
}

function fromLine(line: string): Entry[] {
  if (line === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return []; // cut off by a crash while it was written
  }
  if (!isObject(value) || typeof value['prompt'] !== 'string') return [];
  const event = parseEvent(JSON.stringify(value['event']));
  if ('problem' in event) return [];
  const { time, actor, via, evidence } = event;
  return [{ prompt: value['prompt'], body: event, actor, via, time: Date.parse(time), evidence }];
}
