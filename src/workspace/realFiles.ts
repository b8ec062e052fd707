import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside } from './isInside.js';

/**
 * Those paths that are regular files below a folder: no symbolic link, and reached through none that leads out of it.
 * @param root without symbolic links in it
 * @param paths from `root`
 */
export async function realFiles(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const folders = new Map<string, Promise<boolean>>();
  const holds = (folder: string): Promise<boolean> => {
    const known = folders.get(folder) ?? realpath(folder).then((real) => real === root || isInside(root, real));
    folders.set(folder, known);
    return known;
  };
  const found = paths.map(async (path) => {
    const file = join(root, path);
    try {
      return (await lstat(file)).isFile() && (await holds(dirname(file)));
    } catch {
      return false; // deleted, or not for us to read
    }
  });
  const real = await Promise.all(found);
  return new Set(paths.filter((_, index) => real[index]));
}
