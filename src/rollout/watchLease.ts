import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isObject, parseJson } from '../prompts/json.js';
import { isRunning, withFileLock } from '../workspace/fileLock.js';
import { writeWhole } from '../workspace/writeWhole.js';
import { allowsAll, autopilots, type Autopilot } from './decide.js';

/** Who lets the rules act on this machine. */
export interface Watcher {
  /** For people: `VS Code, shop`, `prompt-rollout watch`. */
  readonly who: string;
  readonly pid: number;
  readonly autopilot: Autopilot;
  /** It is whoever asks. */
  readonly isUs: boolean;
}

/**
 * One of all windows and processes on a machine watches an environment: they take turns by a file in the git folder that the
 * watcher touches again and again. It spares double work and double messages; that nothing is done twice is up to the log.
 */
export interface WatchLease {
  /**
   * Takes the lease where nobody has it, or somebody who may do less; keeps it where it is ours. Where the file cannot be
   * written, who asks watches all the same: rules must protect also where nobody can be told.
   * @param every how often we come back for it, in milliseconds: who stays away three times as long has lost it
   * @returns who has it now
   */
  take(who: string, autopilot: Autopilot, every: number): Promise<Watcher>;
  /** Who has it; undefined where nobody watches. */
  watcher(): Promise<Watcher | undefined>;
  /** Gives it back where it is ours. Never rejects: what stays behind runs out by itself. */
  release(): Promise<void>;
}

/** What the file says. */
interface Lease extends Omit<Watcher, 'isUs'> {
  readonly token: string;
  readonly host: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** A machine that was asleep, or is busy, is given this long at least. */
const shortest = 15_000;

/**
 * The lease that a file holds.
 * @param path in the git folder, so that it is never committed
 * @param token tells who asks from all others, and is the same however often they open it
 * @param now epoch milliseconds
 */
export function watchLease(path: string, token: string, now: () => number): WatchLease {
  const read = async (): Promise<Lease | undefined> => {
    const lease = parseLease(await readFile(path, 'utf8').catch(() => ''));
    if (!lease || lease.until < now()) return undefined;
    return lease.host === hostname() && !isRunning(lease.pid) ? undefined : lease;
  };
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    withFileLock(`${path}.lock`, new AbortController().signal, work);
  const shown = ({ who, pid, autopilot, token: of }: Lease): Watcher => ({ who, pid, autopilot, isUs: of === token });
  return {
    take: async (who, autopilot, every) => {
      const until = now() + Math.max(shortest, 3 * every);
      const ours: Lease = { who, pid: process.pid, autopilot, token, host: hostname(), until };
      const taking = async (): Promise<Watcher> => {
        const other = await read();
        if (other && other.token !== token && allowsAll(other.autopilot, autopilot)) return shown(other);
        await writeWhole(path, JSON.stringify(ours));
        return shown(ours);
      };
      return mkdir(dirname(path), { recursive: true })
        .then(() => alone(taking))
        .catch(() => shown(ours));
    },
    watcher: async () => {
      const lease = await read();
      return lease && shown(lease);
    },
    release: async () => {
      if ((await read())?.token !== token) return;
      await alone(async () => {
        if ((await read())?.token === token) await rm(path, { force: true });
      }).catch(() => undefined);
    },
  };
}

/** @returns undefined for what no lease of ours looks like: then nobody has it */
function parseLease(text: string): Lease | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { who, pid, token, host, until } = value;
  const autopilot = autopilots.find((known) => known === value['autopilot']);
  if (!autopilot || typeof who !== 'string' || typeof token !== 'string' || typeof host !== 'string') return undefined;
  return Number.isSafeInteger(pid) && typeof pid === 'number' && typeof until === 'number'
    ? { who, pid, autopilot, token, host, until }
    : undefined;
}
