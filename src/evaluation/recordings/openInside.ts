import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { HumanError } from '../../prompts/humanError.js';
import { isInside } from '../../workspace/isInside.js';

/**
 * Opens a file of the repository for reading; undefined where there is none.
 * @param root without symbolic links in it
 * @param path from `root`
 * @throws HumanError where it is no regular file, or a link leads out of `root`
 */
export async function openInside(root: string, path: string): Promise<FileHandle | undefined> {
  const real = await realpath(join(root, path)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (real === undefined) return undefined;
  if (!isInside(root, real))
    throw new HumanError('refused', `${path} leads out of ${root}, to ${real}. It was not read.`);
  if (!(await stat(real)).isFile()) throw new HumanError('refused', `${path} is no file. It was not read.`);
  return open(real);
}
