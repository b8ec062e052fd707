import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

const maxBytes = 8_000_000;

/**
 * Reads files that a prompt includes, as they are on disk.
 * @param folder the prompt's folder, absolute
 * @returns reads by path from there; undefined for what is no regular file, is huge, or is reached through a symbolic link
 */
export function includedFiles(folder: string): (path: string) => Promise<string | undefined> {
  const real = realpath(folder).catch(() => folder);
  return async (path) => {
    try {
      const file = join(await real, path);
      // git does not follow links either: what is read here must be what a commit would hold.
      if ((await realpath(file)) !== file) return undefined;
      const found = await stat(file);
      return found.isFile() && found.size <= maxBytes ? await readFile(file, 'utf8') : undefined;
    } catch {
      return undefined; // not there, or not for us to read
    }
  };
}
