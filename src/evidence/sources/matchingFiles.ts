import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { messageOf } from '../../prompts/humanError.js';

export interface MatchingFile {
  /** From the root, with slashes. */
  readonly path: string;
  /** Where it really is, links resolved. */
  readonly real: string;
}

/** Regular files, each once, sorted by path; and the first reason why something that matches cannot be read. */
export interface MatchingFiles {
  readonly files: readonly MatchingFile[];
  readonly failure?: string;
}

/**
 * The files below `root` that match one of the globs. What does not exist does not match. Links to files are followed
 * inside the root and refused out of it; links to folders are not followed, nor names that begin with a dot.
 */
export async function matchingFiles(
  root: string,
  globs: readonly string[],
  signal: AbortSignal,
): Promise<MatchingFiles> {
  const found = new Map<string, string>();
  const failures: string[] = [];
  for (const glob of globs) {
    const { base, glob: pattern } = picomatch.scan(glob);
    const matches = picomatch(glob, { nonegate: true });
    const depth = pattern.includes('**') ? Infinity : pattern.split('/').length;
    if (pattern === '') await take(base);
    else if ((await insideRoot(base)) !== undefined) await walk(base, depth, matches);
  }
  const unique = new Map<string, MatchingFile>();
  for (const [path, real] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!unique.has(real)) unique.set(real, { path, real });
  }
  return { files: [...unique.values()], ...(failures[0] !== undefined && { failure: failures[0] }) };

  async function walk(folder: string, depth: number, matches: (path: string) => boolean): Promise<void> {
    signal.throwIfAborted();
    const entries = await attempt(folder, () => readdir(join(root, folder), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (!entry.isDirectory()) {
        if (matches(path)) await take(path);
      } else if (depth > 1) {
        await walk(path, depth - 1, matches);
      }
    }
  }

  async function take(path: string): Promise<void> {
    const real = await insideRoot(path);
    if (real === undefined) return;
    const stats = await attempt(path, () => stat(real));
    if (stats?.isFile()) found.set(path, real);
  }

  /** Where a path really is; undefined, with the reason noted, where it is out of the root or cannot be read. */
  async function insideRoot(path: string): Promise<string | undefined> {
    return attempt(path, async () => {
      const [realRoot, real] = await Promise.all([realpath(root), realpath(resolve(root, path))]);
      const from = relative(realRoot, real);
      if (from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from)) return real;
      throw new Error(`it is outside ${root}`);
    });
  }

  async function attempt<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!isMissing(error)) failures.push(`${path} cannot be read: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
