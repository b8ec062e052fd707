import { posix } from 'node:path';
import { openCommitFiles, type CommitFiles, type PromptBlobs } from './commitFiles.js';
import { fileLog, type FileCommit } from './fileLog.js';
import { GitError, type Git } from './git.js';
import { treeChanges } from './treeChanges.js';
import { versionIdOf, type Version, type VersionId } from './version.js';
import { versionIdOfFiles } from './versionTree.js';

/** The history of one file's name. The first that runs out or is newest tells what comes next. */
interface Line {
  readonly name: string;
  /** The prompt's name: another than `name` where this is the history of a file that it includes. */
  readonly prompt: string;
  readonly commits: AsyncGenerator<FileCommit, void, undefined>;
  next: FileCommit | undefined;
}

/** What is open while a history is walked. */
interface Walk {
  readonly git: Git;
  readonly head: string;
  readonly files: CommitFiles;
  readonly signal: AbortSignal | undefined;
  readonly lines: Line[];
  /** Where the walks of each name began. */
  readonly starts: Map<string, string[]>;
  /** Commits that were looked at for one included file, and need not be for another. */
  readonly seen: Set<string>;
}

/**
 * Every commit that made a content. `git log --follow` knows one name at a time and so loses the other side of a merge;
 * here each name has a walk of its own that begins at the parent which still had that name, and the walks are merged
 * by date. The walk of an old name can only be found at a commit that is newer than all it will show, so that pages
 * come in order without reading ahead. An included file is a further name, found in the same way.
 * @param head the commit whose history is walked
 */
export async function* contentsOf(
  git: Git,
  head: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Version, void, undefined> {
  const files = openCommitFiles(git, signal);
  const walk: Walk = { git, head, files, signal, lines: [], starts: new Map(), seen: new Set() };
  try {
    await open(walk, path, path, head);
    await openIncludes(walk, path, await includesAtHead(walk, path));
    for (let line = await newest(walk); line?.next; line = await newest(walk)) {
      const commit = line.next;
      const id =
        line.name === line.prompt ? await madeByPrompt(walk, line, commit) : await madeByInclude(walk, line, commit);
      if (id !== undefined) yield toVersion(commit, line.prompt, id);
      await advance(line);
    }
  } finally {
    await Promise.all([...walk.lines.map(({ commits }) => commits.return()), files.close()]);
  }
}

async function open(
  { git, head, lines, starts, signal }: Walk,
  name: string,
  prompt: string,
  start: string,
): Promise<void> {
  const key = `${prompt}\n${name}`;
  const known = starts.get(key) ?? [];
  // All of history is behind `head`: the walk of the first name has seen this already.
  if (known.includes(start) || known.includes(head)) return;
  starts.set(key, [...known, start]);
  const line: Line = { name, prompt, commits: fileLog(git, name, start, known, signal), next: undefined };
  lines.push(line);
  await advance(line);
}

/** Opens the walks of included files wherever the walks of the prompt that includes them began. */
async function openIncludes(walk: Walk, prompt: string, content: PromptBlobs | undefined): Promise<void> {
  for (const file of content?.wanted ?? []) {
    const name = posix.join(posix.dirname(prompt), file);
    for (const start of walk.starts.get(`${prompt}\n${prompt}`) ?? []) await open(walk, name, prompt, start);
  }
}

async function includesAtHead({ files, head, lines }: Walk, path: string): Promise<PromptBlobs | undefined> {
  const blob = lines[0]?.next?.changes[0]?.after;
  return blob !== undefined && (await files.hasReferences(path, blob)) ? files.at(head, path) : undefined;
}

async function advance(line: Line): Promise<void> {
  const result = await line.commits.next();
  line.next = result.done ? undefined : result.value;
}

/** The version that a commit made which touched the prompt's own file. */
async function madeByPrompt(walk: Walk, { name }: Line, commit: FileCommit): Promise<VersionId | undefined> {
  const olds = await oldNames(walk.git, name, commit, walk.signal);
  for (const old of olds) await open(walk, old.name, old.name, old.parent);
  if (!(await includesAny(walk.files, name, commit, olds))) {
    const content = newContent(commit, olds);
    return content === undefined ? undefined : versionIdOf(content);
  }
  return madeBy(walk, name, commit, olds);
}

/** The version that a commit made which touched an included file, and not the prompt's own. */
async function madeByInclude(walk: Walk, { prompt }: Line, commit: FileCommit): Promise<VersionId | undefined> {
  const key = `${prompt}\n${commit.commit}`;
  if (walk.seen.has(key)) return undefined;
  walk.seen.add(key);
  const [own, ...before] = await Promise.all(
    [commit.commit, ...commit.parents].map((id) => walk.files.blobAt(id, prompt)),
  );
  // Where the prompt's own file differs, its own walk comes by.
  return own !== undefined && before.every((blob) => blob === own) ? madeBy(walk, prompt, commit, []) : undefined;
}

async function madeBy(
  walk: Walk,
  prompt: string,
  { commit, parents }: FileCommit,
  olds: readonly OldName[],
): Promise<VersionId | undefined> {
  const own = await walk.files.at(commit, prompt);
  const id = own && versionIdOfFiles(own);
  let isNew = true;
  for (const parent of parents) {
    const name = olds.find((old) => old.parent === parent)?.name ?? prompt;
    const before = await walk.files.at(parent, name);
    await openIncludes(walk, name, before);
    if (before && versionIdOfFiles(before) === id) isNew = false;
  }
  return isNew ? id : undefined;
}

async function includesAny(
  files: CommitFiles,
  name: string,
  { changes }: FileCommit,
  olds: readonly OldName[],
): Promise<boolean> {
  const blobs = [...changes.flatMap(({ before, after }) => [after, before]), ...olds.map(({ content }) => content)];
  for (const blob of new Set(blobs)) if (blob !== undefined && (await files.hasReferences(name, blob))) return true;
  return false;
}

/** The line that goes on: the one whose next commit is newest. */
async function newest({ git, lines, signal }: Walk): Promise<Line | undefined> {
  let best: Line | undefined;
  for (const line of lines) {
    if (!line.next) continue;
    if (!best?.next) best = line;
    else if (isTie(line, best) ? await isAncestor(git, best.next, line.next, signal) : isNewer(line.next, best.next))
      best = line;
  }
  return best;
}

/** Of commits of one second, those of a prompt and of what it includes, only their descent tells which is newer. */
function isTie(line: Line, best: Line): boolean {
  const [a, b] = [line.next, best.next];
  return line.prompt === best.prompt && a?.committed === b?.committed && a?.commit !== b?.commit;
}

async function isAncestor(git: Git, older: FileCommit, newer: FileCommit, signal?: AbortSignal): Promise<boolean> {
  try {
    await git.run(['merge-base', '--is-ancestor', older.commit, newer.commit], { signal });
    return true;
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return false;
    throw error;
  }
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

function toVersion({ commit, author, email, time, subject }: FileCommit, path: string, id: VersionId): Version {
  return { id, commit, path, author, email, time, subject };
}
