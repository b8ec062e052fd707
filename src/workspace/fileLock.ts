import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { HumanError, messageOf } from '../prompts/humanError.js';
import { isObject } from '../prompts/json.js';

/** A lock that names no owner and that nobody touched for so long belongs to nobody. */
const staleAfter = 10_000;
/** Longer than that, so that what a crash left behind delays the next writer but does not stop it. */
const patience = 12_000;

/**
 * Runs `action` while no other process runs one under the same path.
 * @param path of the lock file; its folder must exist
 * @param action is handed a check that the lock is still ours, to be made right before what cannot be undone
 * @throws HumanError `conflict` where somebody else keeps the lock
 */
export async function withFileLock<T>(
  path: string,
  signal: AbortSignal,
  action: (stillOurs: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  const isMine = async () => (await contentOf(path)) === mine;
  await acquire(path, mine, signal);
  try {
    return await action(async () => {
      if (!(await isMine()))
        throw new HumanError('conflict', `Another process took over ${path}. Nothing was written; try again.`);
    });
  } finally {
    if (await isMine()) await rm(path, { force: true });
  }
}

async function acquire(path: string, mine: string, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  for (;;) {
    if (signal.aborted) throw new HumanError('cancelled', 'Cancelled before anything was written.');
    try {
      await writeFile(path, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if (!isObject(error) || error.code !== 'EEXIST') {
        throw new HumanError('unreachable', `${path} cannot be made: ${messageOf(error)}. Nothing was written.`);
      }
    }
    const waited = performance.now() - start;
    if (await isStale(path)) await rm(path, { force: true });
    else if (waited > patience) {
      throw new HumanError(
        'conflict',
        `Another process has been writing for ${Math.round(patience / 1000)} s and holds ${path}. Nothing was written; if no such process runs any more, delete that file.`,
      );
    }
    await sleep(20);
  }
}

async function isStale(path: string): Promise<boolean> {
  const owner = parseOwner(await contentOf(path));
  if (owner?.host === hostname()) return !isRunning(owner.pid);
  const touched = await stat(path).catch(() => undefined);
  // On another machine nobody can tell whether the owner runs; and what names no owner was cut off while it was written.
  return !owner && touched !== undefined && Date.now() - touched.mtimeMs > staleAfter;
}

/** Whether a process runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isObject(error) && error.code === 'EPERM';
  }
}

function parseOwner(content: string | undefined): { pid: number; host: string } | undefined {
  try {
    const owner: unknown = JSON.parse(content ?? '');
    return isObject(owner) && Number.isInteger(owner.pid) && typeof owner.host === 'string'
      ? { pid: Number(owner.pid), host: owner.host }
      : undefined;
  } catch {
    return undefined;
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
