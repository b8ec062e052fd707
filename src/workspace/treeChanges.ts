import { GitError, type Git } from './git.js';

/** A file that is another in the second of two commits. Blob ids are whole; undefined where it is no regular file. */
export interface TreeChange {
  readonly path: string;
  /** The name it had in the first commit, where that was another. */
  readonly oldPath?: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * The files that differ between two commits. git judges by likeness which were renamed;
 * in a clone that lacks contents only files with the same content count as renamed.
 * @param from @param to object ids
 * @param only `R` for renames alone
 */
export async function treeChanges(
  git: Git,
  from: string,
  to: string,
  only?: 'R',
  signal?: AbortSignal,
): Promise<TreeChange[]> {
  const compare = (likeness: string): Promise<string> => {
    const how = ['-r', '-z', '--raw', '--no-abbrev', likeness, '-l1000', '--no-ext-diff', '--no-textconv'];
    return git.text(['diff-tree', ...how, ...(only ? [`--diff-filter=${only}`] : []), from, to, '--'], { signal });
  };
  const printed = await compare('-M').catch((error: unknown) => {
    if (error instanceof GitError) return compare('-M100%');
    throw error;
  });
  const tokens = printed.split('\0');
  const changes: TreeChange[] = [];
  for (let index = 0; index + 1 < tokens.length;) {
    const contents = parseRaw(tokens[index] ?? '');
    const paths = tokens.slice(index + 1, index + (contents.renamed ? 3 : 2));
    index += 1 + paths.length;
    const { before, after } = contents;
    changes.push({ path: paths.at(-1) ?? '', ...(contents.renamed && { oldPath: paths[0] ?? '' }), before, after });
  }
  return changes;
}

/** Reads `:<mode> <mode> <blob> <blob> <status>`. */
export function parseRaw(token: string): Pick<TreeChange, 'before' | 'after'> & { readonly renamed: boolean } {
  const [oldMode = '', newMode = '', before, after, status = ''] = token.slice(token.indexOf(':') + 1).split(' ');
  return {
    before: isFile(oldMode) ? before : undefined,
    after: isFile(newMode) ? after : undefined,
    renamed: status.startsWith('R'),
  };
}

function isFile(mode: string): boolean {
  return mode.startsWith('100');
}
