import { setImmediate as nextTurn } from 'node:timers/promises';
import { telemetryLine, type TelemetryFields } from '../telemetryLine.js';
import { FollowedFiles, type LineSink } from './followedFiles.js';
import type { JsonLinesOptions } from './jsonLines.js';
import { matchingFiles } from './matchingFiles.js';

/** How many units of a prompt begin each day, by the last seven; undefined where the data knows too few to tell. */
export type UnitsPerDay = (prompt: string, now: number, signal: AbortSignal) => Promise<number | undefined>;

const day = 86_400_000;
/** A week has all its days in it, of which some are busy and some are not. */
const longest = 7 * day;
/** With fewer units the time between them says little. */
const fewest = 10;
/** Between two turns of the event loop: a few milliseconds. */
const unitsPerTurn = 10_000;

/** What was read so far for one prompt: the first event of each unit that began in the last days. */
interface Progress {
  readonly files: FollowedFiles;
  readonly began: Map<string, number>;
}

/**
 * Counts units in files of JSON lines, whatever version they were served, and none at all: before the first rollout there are
 * no versions. Units of a segment rule are never compared and do not count. What cannot be read is passed over, as this is an
 * estimate. Reading again goes on from where the last one stopped.
 */
export function unitsPerDay({ root, files: globs, fields }: JsonLinesOptions): UnitsPerDay {
  const progressOf = new Map<string, Progress>();
  let turn: Promise<unknown> = Promise.resolve();

  return (prompt, now, signal) => {
    // One at a time: two that read on from the same place would pass over what the other has read.
    const result = turn.then(() => read(prompt, now, signal));
    turn = result.catch(() => undefined);
    return result;
  };

  async function read(prompt: string, now: number, signal: AbortSignal): Promise<number | undefined> {
    const progress = progressOf.get(prompt) ?? { files: new FollowedFiles(), began: new Map<string, number>() };
    progressOf.set(prompt, progress);
    const { files, began } = progress;
    const since = now - longest;
    const matching = await matchingFiles(root, globs, signal);
    const sink: LineSink = {
      take: (bytes, start, end) => bytes && take(bytes.toString('utf8', start, end), fields, prompt, since, began),
    };
    await files.readNew(matching.files, sink, signal);
    return rateOf(began, since, now, signal);
  }
}

function take(
  text: string,
  fields: TelemetryFields,
  prompt: string,
  since: number,
  began: Map<string, number>,
): number | undefined {
  const line = telemetryLine(text, fields, prompt);
  if (!line || 'problem' in line || line.unit === undefined || line.time < since) return line?.time;
  if ('arm' in line && line.arm === 'segment') return line.time;
  began.set(line.unit, Math.min(line.time, began.get(line.unit) ?? Infinity));
  return line.time;
}

/** Forgets units that began before `since`; those that seem to begin in the future wait for their time. */
async function rateOf(
  began: Map<string, number>,
  since: number,
  now: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  let [units, first, last] = [0, Infinity, -Infinity];
  let looked = 0;
  for (const [unit, time] of began) {
    if (++looked % unitsPerTurn === 0) await nextTurn(undefined, { signal });
    if (time < since) began.delete(unit);
    if (time < since || time > now) continue;
    units++;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return units >= fewest && last > first ? ((units - 1) / (last - first)) * day : undefined;
}
