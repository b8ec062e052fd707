import { HumanError } from '../prompts/humanError.js';
import { fileLog, type FileCommit } from './fileLog.js';
import type { Git } from './git.js';
import { readHead } from './head.js';
import { treeChanges } from './treeChanges.js';
import type { Repository } from './repository.js';
import { versionIdOf, type Version } from './version.js';

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

/** The history of one name. The first that runs out or is newest tells what comes next. */
interface Line {
  readonly name: string;
  readonly commits: AsyncGenerator<FileCommit, void, undefined>;
  next: FileCommit | undefined;
}

/**
 * Every commit that made a content. `git log --follow` knows one name at a time and so loses the other side of a merge;
 * here each name has a walk of its own that begins at the parent which still had that name, and the walks are merged
 * by date. The walk of an old name can only be found at a commit that is newer than all it will show, so that pages
 * come in order without reading ahead.
 */
async function* contentsOf(
  git: Git,
  head: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Version, void, undefined> {
  const lines: Line[] = [];
  const starts = new Map<string, string[]>();
  const open = async (name: string, start: string): Promise<void> => {
    const known = starts.get(name) ?? [];
    // All of history is behind `head`: the walk of the first name has seen this already.
    if (known.includes(start) || known.includes(head)) return;
    starts.set(name, [...known, start]);
    const line: Line = { name, commits: fileLog(git, name, start, known, signal), next: undefined };
    lines.push(line);
    await advance(line);
  };
  try {
    await open(path, head);
    for (let line = newest(lines); line?.next; line = newest(lines)) {
      const commit = line.next;
      const olds = await oldNames(git, line.name, commit, signal);
      for (const { name, parent } of olds) await open(name, parent);
      const content = newContent(commit, olds);
      if (content !== undefined) yield toVersion(commit, line.name, content);
      await advance(line);
    }
  } finally {
    await Promise.all(lines.map(({ commits }) => commits.return()));
  }
}

async function advance(line: Line): Promise<void> {
  const result = await line.commits.next();
  line.next = result.done ? undefined : result.value;
}

/** The line that goes on: the one whose next commit is newest. */
function newest(lines: readonly Line[]): Line | undefined {
  return lines.reduce<Line | undefined>(
    (best, line) => (line.next && isNewer(line.next, best?.next) ? line : best),
    undefined,
  );
}

/**
 * Rebased commits share a second. Among them the newer name comes first, which was found first; but a commit that
 * deletes a name comes last, because behind it that name led an earlier life: what happened under other names lies between.
 */
function isNewer(commit: FileCommit, than: FileCommit | undefined): boolean {
  if (!than || commit.committed !== than.committed) return commit.committed > (than?.committed ?? -Infinity);
  return isDeletion(than) && !isDeletion(commit);
}

function isDeletion({ changes }: FileCommit): boolean {
  return changes[0]?.after === undefined;
}

/** The name and content that the file had in a parent which knew it under another name. */
interface OldName {
  readonly parent: string;
  readonly name: string;
  readonly content: string | undefined;
}

async function oldNames(
  git: Git,
  name: string,
  { commit, parents, changes }: FileCommit,
  signal?: AbortSignal,
): Promise<OldName[]> {
  if (!changes.some(({ before, after }) => before === undefined && after !== undefined)) return [];
  const found = parents.map(async (parent) => {
    const rename = (await treeChanges(git, parent, commit, 'R', signal)).find(({ path }) => path === name);
    return rename?.oldPath === undefined ? [] : [{ parent, name: rename.oldPath, content: rename.before }];
  });
  return (await Promise.all(found)).flat();
}

/** The content that a commit made; undefined where it deleted the file, or took the content over from a parent. */
function newContent({ parents, changes }: FileCommit, olds: readonly OldName[]): string | undefined {
  const after = changes[0]?.after;
  const asInAParent =
    changes.length < parents.length ||
    changes.some(({ before }) => before === after) ||
    olds.some(({ content }) => content === after);
  return asInAParent ? undefined : after;
}

function toVersion({ commit, author, email, time, subject }: FileCommit, path: string, content: string): Version {
  return { id: versionIdOf(content), commit, path, author, email, time, subject };
}
