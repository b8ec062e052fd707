import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HumanError, messageOf } from '../prompts/humanError.js';
import { isInside } from './isInside.js';

/**
 * Writes a file whole: whatever happens, it holds the old content or the new one. Keeps the file's mode; a symbolic link
 * stays one, and what it points to is written.
 * @param file an absolute path; its folder must exist
 * @param content the bytes, or those of a large file in pieces; where making the pieces fails, the file is as it was
 * @param root the folder that a symbolic link may not lead out of; the file's own folder where absent
 * @throws HumanError where it cannot be written, is read-only, or lies outside; the file is then as it was
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  root = dirname(file),
): Promise<void> {
  const target = await guarded(file, () => targetOf(file, root));
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const digest = await guarded(file, async () => {
    try {
      const digest = await writeNew(temporary, content, await modeOf(target));
      await rename(temporary, target);
      return digest;
    } finally {
      await rm(temporary, { force: true });
    }
  });
  await syncFolder(dirname(target));
  if ((await digestOf(target).catch(() => undefined)) !== digest)
    throw new HumanError(
      'conflict',
      `${file} was written, but does not hold what was written: something else writes it too. Look at it before you go on.`,
    );
}

async function guarded<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof HumanError) throw error;
    throw new HumanError('refused', `${file} could not be written (${messageOf(error)}); it is as it was.`, {
      cause: error,
    });
  }
}

/** The file itself, behind symbolic links. */
async function targetOf(file: string, root: string): Promise<string> {
  const exists = await lstat(file).then(
    () => true,
    () => false,
  );
  const target = exists ? await realpath(file) : join(await realpath(dirname(file)), basename(file));
  if (isInside(await realpath(root), target)) return target;
  throw new HumanError(
    'refused',
    `${file} is a symbolic link that leads out of ${root}, to ${target}; nothing was written.`,
  );
}

/** The mode to keep; undefined for a new file. */
async function modeOf(target: string): Promise<number | undefined> {
  const existing = await stat(target).catch(() => undefined);
  if (!existing) return undefined;
  if (!existing.isFile()) throw new Error('it is no file');
  // A rename would replace a file that is meant to stay as it is.
  await access(target, constants.W_OK);
  return existing.mode & 0o7777;
}

/** @returns the digest of what was written */
async function writeNew(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode: number | undefined,
): Promise<string> {
  const handle = await open(path, 'wx');
  try {
    const hash = createHash('sha256');
    const isWhole = typeof content === 'string' || content instanceof Uint8Array;
    for await (const piece of isWhole ? [Buffer.from(content)] : content) {
      hash.update(piece);
      await handle.writeFile(piece);
    }
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const pieces: AsyncIterable<Buffer> = createReadStream(path);
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** Makes the rename last through a loss of power, where the system allows that for folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
