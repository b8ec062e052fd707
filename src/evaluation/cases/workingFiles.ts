import { open, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { staysInside } from '../../prompts/relativePath.js';
import type { CaseFiles, Refused } from './caseFiles.js';

/** How large files may be, in bytes: one that is held in memory, and one that is read in pieces. */
const limits = { whole: 8_000_000, pieces: 1_000_000_000 };

/**
 * Reads the files of a working tree as they are on disk, and nothing outside of it.
 * @param root absolute
 * @param list the paths of all its files, sorted
 * @param unsaved texts that are newer than those on disk, by path
 */
export function workingFiles(
  root: string,
  list: () => Promise<readonly string[]>,
  unsaved: ReadonlyMap<string, string> = new Map(),
): CaseFiles {
  const realRoot = realpath(root).catch(() => root);
  const check = async (path: string, most: number): Promise<string | Refused> => {
    if (!staysInside(path)) return { refused: 'it leads out of the repository' };
    const file = join(await realRoot, path);
    try {
      // git does not follow links either: what is read here must be what a commit would hold.
      if ((await realpath(file)) !== file) return { refused: 'it is reached through a symbolic link' };
      const found = await stat(file);
      if (!found.isFile()) return { refused: 'it is no file' };
      if (found.size > most) return { refused: `it is larger than ${(most / 1_000_000).toLocaleString('en')} MB` };
      return file;
    } catch {
      return { refused: 'there is no such file' };
    }
  };
  return {
    list,
    read: async (path) => {
      const typed = unsaved.get(path);
      if (typed !== undefined) return typed;
      const file = await check(path, limits.whole);
      return typeof file === 'string' ? readFile(file, 'utf8').catch(() => unreadable) : file;
    },
    stream: async (path) => {
      const typed = unsaved.get(path);
      if (typed !== undefined) return inOnePiece(typed);
      const file = await check(path, limits.pieces);
      if (typeof file !== 'string') return file;
      const handle = await open(file).catch(() => undefined);
      return handle?.createReadStream({ encoding: 'utf8' }) ?? unreadable;
    },
  };
}

const unreadable: Refused = { refused: 'it cannot be read' };

// eslint-disable-next-line @typescript-eslint/require-await -- it only looks like a stream
async function* inOnePiece(text: string): AsyncGenerator<string, void, undefined> {
  yield text;
}
