import type { Git } from './git.js';

/** A file in a tree. */
export interface TreeEntry {
  /** From the root of the tree. */
  readonly path: string;
  /** The whole object id. */
  readonly id: string;
}

/**
 * The files of a tree, in git's order: no folders, symbolic links or submodules.
 * @param tree an object id or `HEAD`, never a name that a person typed
 * @param paths only these; all files where absent
 * @throws GitError where there is no such tree
 */
export async function listTree(
  git: Git,
  tree: string,
  signal?: AbortSignal,
  paths: readonly string[] = [],
): Promise<readonly TreeEntry[]> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', tree, ...paths];
  const printed = await git.text(args, { signal, maxBytes: 1024 ** 3 });
  return printed.split('\0').flatMap((line) => {
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id !== undefined && path !== undefined ? [{ path, id }] : [];
  });
}

/**
 * The contents of objects, in one process.
 * @param names object ids or `<commit>:<path>`, without line ends
 * @returns a content for each name; undefined for those that do not exist
 */
export async function readObjects(
  git: Git,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (Buffer | undefined)[]> {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join('');
  const printed = await git.run(['cat-file', '--batch'], { input, signal, maxBytes: 1024 ** 3 });
  let at = 0;
  return names.map(() => {
    const lineEnd = printed.indexOf('\n', at);
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(printed.toString('utf8', at, lineEnd))?.[1];
    at = lineEnd + 1;
    if (size === undefined) return undefined;
    const content = printed.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return content;
  });
}
