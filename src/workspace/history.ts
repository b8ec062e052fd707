import { HumanError } from '../prompts/humanError.js';
import type { Git } from './git.js';
import { readHead } from './head.js';
import type { Repository } from './repository.js';
import { contentsOf } from './historyWalk.js';
import type { Version } from './version.js';

/** A part of a prompt's history, newest first. */
export interface HistoryPage {
  readonly versions: readonly Version[];
  /** Where the next page begins; absent on the last one. Means something only to `historyPage`. */
  readonly next?: string;
  /** The commit whose history this is; absent while there is none. */
  readonly head?: string;
  /** The clone leaves out where the history began, so that the oldest version may have been made by an older commit. */
  readonly shallow: boolean;
}

/**
 * The versions of a prompt from the newest: each content that a commit made, through renames and on merged branches.
 * A merge counts where its content is none of its parents'; commits in a row with the same content count as one.
 * The content of the files that it includes belongs to its own.
 * @param path where the prompt is now, from the repository root
 * @param after `next` of the page before: the same history goes on, even when there are new commits meanwhile
 * @throws HumanError where `after` is none of ours, or when cancelled
 */
export async function historyPage(
  repository: Repository,
  path: string,
  { count = 50, after }: { readonly count?: number; readonly after?: string | undefined } = {},
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const { head: current, shallow } = await readHead(repository.git, signal);
  const { head, offset } = after === undefined ? { head: current, offset: 0 } : parseCursor(after);
  if (head === undefined) return { versions: [], shallow };
  const versions: Version[] = [];
  let index = 0;
  for await (const version of versionsOf(repository.git, head, path, signal)) {
    if (versions.length === count) return { versions, next: `${head}:${offset + count}`, head, shallow };
    if (index >= offset) versions.push(version);
    index += 1;
  }
  return { versions, head, shallow };
}

/**
 * How many versions a prompt has: the ordinal of the newest; the one at index i of the history is `count - i`.
 * @param head the commit whose history the pages show; what is checked out where absent
 */
export async function countVersions(
  repository: Repository,
  path: string,
  signal?: AbortSignal,
  head?: string,
): Promise<number> {
  const from = head ?? (await readHead(repository.git, signal)).head;
  if (from === undefined) return 0;
  const versions = versionsOf(repository.git, from, path, signal);
  let count = 0;
  while (!(await versions.next()).done) count += 1;
  return count;
}

function parseCursor(cursor: string): { readonly head: string; readonly offset: number } {
  const [, head, offset] = /^([0-9a-f]{40,64}):(\d{1,9})$/.exec(cursor) ?? [];
  if (head === undefined)
    throw new HumanError('input', `"${cursor}" is no place in a history. Read the history from its beginning.`);
  return { head, offset: Number(offset) };
}

/** Commits in a row with the same content are one version, made by the oldest of them. */
async function* versionsOf(
  git: Git,
  head: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Version, void, undefined> {
  let run: Version | undefined;
  for await (const version of contentsOf(git, head, path, signal)) {
    if (run && run.id !== version.id) yield run;
    run = version;
  }
  if (run) yield run;
}
