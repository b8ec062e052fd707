import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, rmdir, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HumanError, messageOf } from '../../prompts/humanError.js';
import { isRunning } from '../../workspace/fileLock.js';
import type { ByteRange } from './fileLines.js';

/**
 * Recordings of a run that goes on, in the order in which they came. A killed process loses none of them, a loss of
 * power at most the last second's.
 */
export interface Journal {
  readonly handle: FileHandle;
  /** Resolves with where the line is once the system has it. */
  append(line: string): Promise<ByteRange>;
  /** Closes it, for the next run to take in. */
  leave(): Promise<void>;
  remove(): Promise<void>;
}

const betweenSyncs = 500;

/**
 * Begins a journal beside a recordings file, in a folder that git ignores.
 * @param recordings the recordings file, absolute
 * @throws HumanError where the folder is not one of ours
 */
export async function openJournal(recordings: string): Promise<Journal> {
  const folder = folderOf(recordings);
  const left = join(folder, `${basename(recordings)}.${randomBytes(6).toString('hex')}`);
  // Whoever finds it can tell that it is still written.
  const path = `${left}.${process.pid}.part`;
  const handle = await openIn(folder, path);
  await hideFromGit(folder);

  let size = 0;
  let isCut = false;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failure: Error | undefined;

  const write = async (line: string): Promise<ByteRange> => {
    if (failure) throw failure;
    // What a full disk cut off ends here, so that it spoils no other line.
    const start = isCut ? '\n' : '';
    const bytes = Buffer.from(`${start}${line}\n`);
    try {
      await handle.appendFile(bytes);
    } catch (error) {
      isCut = true;
      size = (await handle.stat()).size;
      throw error;
    }
    isCut = false;
    size += bytes.length;
    timer ??= setTimeout(sync, betweenSyncs).unref();
    return { offset: size - bytes.length + start.length, length: bytes.length - start.length - 1 };
  };
  const sync = (): void => {
    timer = undefined;
    handle.datasync().catch((error: unknown) => (failure = new Error(messageOf(error))));
  };
  const close = async (): Promise<void> => {
    await turn;
    clearTimeout(timer);
    await handle.sync().finally(() => handle.close());
  };
  let closed: Promise<void> | undefined;
  return {
    handle,
    append: (line) => {
      const appended = turn.then(() => write(line));
      turn = appended.catch(() => undefined);
      return appended;
    },
    leave: async () => {
      await (closed ??= close());
      await rename(path, `${left}.part`).catch(() => undefined); // then it is taken in once this process has ended
    },
    remove: async () => {
      await (closed ??= close());
      await rm(path, { force: true });
    },
  };
}

async function openIn(folder: string, path: string): Promise<FileHandle> {
  for (let tries = 3; ; tries -= 1) {
    await mkdir(folder, { recursive: true });
    if (!(await lstat(folder)).isDirectory())
      throw new HumanError(
        'refused',
        `${folder} is a symbolic link, so nothing was recorded. Delete it and try again.`,
      );
    try {
      return await open(path, 'ax+');
    } catch (error) {
      if (tries === 1) throw error; // else another run has just removed the folder
    }
  }
}

/** The journals beside a recordings file; both paths are from `root`. */
export async function journalsOf(root: string, recordings: string): Promise<readonly FoundJournal[]> {
  const folder = folderOf(recordings);
  const prefix = `${basename(recordings)}.`;
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.sort().flatMap((name) => {
    const [is, pid] = /^[0-9a-f]{12}(?:\.(\d+))?\.part$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || is === undefined) return [];
    return [{ path: join(folder, name), isLive: pid !== undefined && isRunning(Number(pid)) }];
  });
}

export interface FoundJournal {
  readonly path: string;
  /** It may still be written. */
  readonly isLive: boolean;
}

/** Removes the folder of journals where no journal is left in it. */
export async function tidyJournals(recordings: string): Promise<void> {
  const folder = folderOf(recordings);
  const names = await readdir(folder).catch(() => []);
  if (names.some((name) => name !== ignore)) return;
  await rm(join(folder, ignore), { force: true });
  // Where a journal was begun just now the folder stays, and so must what hides it from git.
  await rmdir(folder).catch(() => hideFromGit(folder));
}

const ignore = '.gitignore';

async function hideFromGit(folder: string): Promise<void> {
  await writeFile(join(folder, ignore), '*\n', { flag: 'wx' }).catch(() => undefined); // it is there, or else only shown
}

function folderOf(recordings: string): string {
  return join(dirname(recordings), '.recordings');
}
