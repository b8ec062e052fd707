import { canInclude } from '../prompts/includes.js';
import { HumanError } from '../prompts/humanError.js';
import type { PromptText } from '../prompts/promptText.js';
import { openCommitFiles, type CommitFiles, type PromptBlobs } from './commitFiles.js';
import { listTree, readObjects } from './gitObjects.js';
import { readHead } from './head.js';
import { contentsOf } from './historyWalk.js';
import type { Repository } from './repository.js';
import { shortVersion, versionIdPattern, type Version, type VersionAt, type VersionId } from './version.js';
import { filesOfTree, textOfFiles, versionIdOfFiles, type VersionFiles } from './versionTree.js';

/**
 * A version with what it includes. Byte order marks are kept; bytes that are no UTF-8 become U+FFFD.
 * @throws HumanError where the repository does not hold it
 */
export async function readVersion(
  repository: Repository,
  version: VersionAt,
  signal?: AbortSignal,
): Promise<PromptText> {
  return { path: version.path, ...textOfFiles(await readVersionFiles(repository, version, signal)) };
}

/**
 * Versions of one history as text, in this order, from one process of git; undefined for what this clone leaves out.
 * @param versions with the commits that made them
 */
export async function* readVersions(
  { git }: Repository,
  versions: readonly Pick<Version, 'commit' | 'path'>[],
  signal?: AbortSignal,
): AsyncGenerator<PromptText | undefined, void, undefined> {
  const files = openCommitFiles(git, signal);
  try {
    for (const { commit, path } of versions) {
      const blobs = await files.at(commit, path);
      const read = blobs && (await contentsIn(files, blobs));
      yield read && { path, ...textOfFiles(read) };
    }
  } finally {
    await files.close();
  }
}

/** The same, as bytes. @throws HumanError where the repository does not hold it */
export async function readVersionFiles(
  repository: Repository,
  version: VersionAt,
  signal?: AbortSignal,
): Promise<VersionFiles> {
  const { id, path } = version;
  if (!versionIdPattern.test(id))
    throw new HumanError('input', `"${id}" is no version: a version is 12 hexadecimal digits.`);
  const found =
    (await readObject(repository, id, signal)) ??
    (canInclude(path) ? await readFromHistory(repository, version, signal) : undefined);
  if (found) return found;
  throw new HumanError(
    'input',
    `The content of version ${shortVersion(id)} is not in this repository. A shallow or partial clone leaves contents out: \`git fetch --unshallow\` (or \`git fetch --refetch --no-filter\`) brings them.`,
  );
}

/** A blob is a version that includes nothing; a tree is one that a log keeps. */
async function readObject({ git }: Repository, id: VersionId, signal?: AbortSignal): Promise<VersionFiles | undefined> {
  // Not by `cat-file <id>`: a branch may have those digits for a name.
  const objects = (await git.text(['rev-parse', `--disambiguate=${id}`], { signal })).split('\n').filter(Boolean);
  const types = (
    await git.text(['cat-file', '--batch-check=%(objecttype)'], {
      input: objects.map((object) => `${object}\n`).join(''),
      signal,
    })
  ).split('\n');
  const blobs = objects.filter((_, index) => types[index] === 'blob');
  if (blobs.length > 1)
    throw new HumanError(
      'conflict',
      `${blobs.length} contents of this repository begin with the digits of version ${id}; it cannot be told which one is meant.`,
    );
  const [content] = await readObjects(git, blobs, signal);
  if (content) return { main: content, includes: new Map() };
  for (const tree of objects.filter((_, index) => types[index] === 'tree')) {
    const entries = await listTree(git, tree, signal);
    const contents = await readObjects(
      git,
      entries.map((entry) => entry.id),
      signal,
    );
    const files = new Map(entries.flatMap((entry, index) => pair(entry.path, contents[index])));
    const found = filesOfTree(files);
    if (found) return found;
  }
  return undefined;
}

/** A version that includes files is no object of its own until a log keeps it. */
async function readFromHistory(
  { git }: Repository,
  { id, path, commit }: VersionAt,
  signal?: AbortSignal,
): Promise<VersionFiles | undefined> {
  const files = openCommitFiles(git, signal);
  try {
    for await (const place of placesOf(git, { id, path, commit }, signal)) {
      const blobs = await files.at(place.commit, place.path);
      if (!blobs || versionIdOfFiles(blobs) !== id) continue;
      return await contentsIn(files, blobs);
    }
    return undefined;
  } finally {
    await files.close();
  }
}

async function contentsIn(files: CommitFiles, blobs: PromptBlobs): Promise<VersionFiles | undefined> {
  const main = await files.content(blobs.main);
  const includes = new Map<string, Uint8Array>();
  for (const [file, blob] of blobs.includes) {
    const content = await files.content(blob);
    if (content) includes.set(file, content);
  }
  return main && { main, includes };
}

async function* placesOf(
  git: Repository['git'],
  { id, path, commit }: { readonly id: VersionId; readonly path: string; readonly commit: string | undefined },
  signal?: AbortSignal,
): AsyncGenerator<{ readonly commit: string; readonly path: string }, void, undefined> {
  if (commit !== undefined) yield { commit, path };
  const { head } = await readHead(git, signal);
  if (head === undefined) return;
  for await (const version of contentsOf(git, head, path, signal)) if (version.id === id) yield version;
}

function pair<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]];
}
