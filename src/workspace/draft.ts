import { posix } from 'node:path';
import { openCommitFiles } from './commitFiles.js';
import { GitError, type Git } from './git.js';
import type { GitConfig } from './gitEnvironment.js';
import { listTree } from './gitObjects.js';
import { realFiles } from './realFiles.js';
import type { Repository } from './repository.js';
import { versionIdOf, type VersionId } from './version.js';
import { versionIdOfFiles } from './versionTree.js';
import { workingIncludes } from './workingIncludes.js';

/** A prompt's file in the working tree. */
export interface WorkingCopy {
  /** The version that it would become if it were committed as it is. */
  readonly version: VersionId;
  /** The version in the commit that is checked out; absent where that has no such file. */
  readonly head?: VersionId;
}

/**
 * The working copies of prompts, by path; files that do not exist are left out. However many they are, it takes three
 * runs of git, and a few more where files differ from what is committed or include others. Line ends are treated as
 * `git add` would, but no command runs that the repository's configuration names for the files (`filter.*.clean`).
 * @param paths from the repository root
 */
export async function workingCopies(
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, WorkingCopy>> {
  const blobs = await workingBlobs(repository, paths, signal);
  const wanted = await workingIncludes(repository, [...blobs.keys()], signal);
  const included = await workingBlobs(repository, [...new Set([...wanted.values()].flat())], signal);
  const files = openCommitFiles(repository.git, signal);
  try {
    const copies = new Map<string, WorkingCopy>();
    for (const [path, { working, head }] of blobs) {
      const own = wanted.get(path);
      const includes = own?.flatMap((file): [string, string][] => {
        const blob = included.get(file)?.working;
        return blob === undefined ? [] : [[posix.relative(posix.dirname(path), file), blob]];
      });
      const version = versionIdOfFiles({ main: working, includes: new Map(includes) });
      const isPlain = head === undefined || (!own && (head === working || !(await files.hasReferences(path, head))));
      const committed = isPlain ? undefined : await files.at('HEAD', path);
      const headVersion = committed ? versionIdOfFiles(committed) : head && versionIdOf(head);
      copies.set(path, { version, ...(headVersion !== undefined && { head: headVersion }) });
    }
    return copies;
  } finally {
    await files.close();
  }
}

/** The blob that a file would be if it were committed, and the one that it is in the commit that is checked out. */
async function workingBlobs(
  { git, root }: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, { readonly working: string; readonly head?: string }>> {
  const real = await realFiles(root, paths);
  const present = paths.filter((path) => real.has(path));
  if (present.length === 0) return new Map();
  const [config, committed] = await Promise.all([withoutFilters(git, signal), committedFiles(git, present, signal)]);
  const hashed = await hashFiles(git, present, { config, signal });
  const changed = present.filter((path) => committed.has(path) && committed.get(path) !== hashed.get(path));
  const unconverted = await withCommittedCrlf(git, changed, signal);
  const asTheyAre = await hashFiles(git, unconverted, { noFilters: true, config, signal });
  return new Map(
    present.map((path) => {
      const head = committed.get(path);
      const working = asTheyAre.get(path) ?? hashed.get(path) ?? '';
      return [path, { working, ...(head !== undefined && { head }) }];
    }),
  );
}

/** The version that a prompt's file has in the working tree; undefined where there is no such file. */
export async function workingVersion(
  repository: Repository,
  path: string,
  signal?: AbortSignal,
): Promise<VersionId | undefined> {
  return (await workingCopies(repository, [path], signal)).get(path)?.version;
}

/**
 * The prompts whose file, or one that it includes, is not what is committed, by path, with the version each has now. Such a prompt is a draft
 * unless its history has that version too.
 */
export async function drafts(
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, VersionId>> {
  const copies = await workingCopies(repository, paths, signal);
  return new Map([...copies].flatMap(([path, { version, head }]) => (version === head ? [] : [[path, version]])));
}

/** Settings that switch off every command by which this repository would change a file before it is committed. */
async function withoutFilters(git: Git, signal?: AbortSignal): Promise<GitConfig> {
  const printed = await git
    .text(['config', '-z', '--name-only', '--get-regexp', '^filter\\.'], { signal })
    .catch((error: unknown) => {
      if (error instanceof GitError && error.exitCode === 1) return ''; // there are none
      throw error;
    });
  const filters = new Set(printed.split('\0').map((key) => key.slice(0, key.lastIndexOf('.'))));
  filters.delete('');
  return [...filters].flatMap((filter): GitConfig => [
    [`${filter}.clean`, ''],
    [`${filter}.process`, ''],
    [`${filter}.required`, 'false'],
  ]);
}

async function committedFiles(
  git: Git,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  try {
    const files = await Promise.all(inCommandLines(paths).map((some) => listTree(git, 'HEAD', signal, some)));
    return new Map(files.flat().map(({ path, id }) => [path, id]));
  } catch (error) {
    if (error instanceof GitError && error.stderr.includes('Not a valid object name HEAD')) return new Map();
    throw error;
  }
}

interface HashOptions {
  readonly noFilters?: boolean;
  readonly config: GitConfig;
  readonly signal: AbortSignal | undefined;
}

async function hashFiles(
  git: Git,
  paths: readonly string[],
  { noFilters, config, signal }: HashOptions,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `"${path.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"\n`).join('');
  const args = ['hash-object', '--stdin-paths', ...(noFilters ? ['--no-filters'] : [])];
  const ids = (await git.text(args, { input, config, signal })).split('\n');
  return new Map(paths.map((path, index) => [path, ids[index] ?? '']));
}

/** The files that were committed with CRLF and are not declared text: `git add` leaves their line ends, `hash-object` cannot know. */
async function withCommittedCrlf(git: Git, paths: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const printed = await Promise.all(
    inCommandLines(paths).map((some) => git.text(['ls-files', '--eol', '-z', '--', ...some], { signal })),
  );
  return printed.flatMap((text) =>
    [...text.matchAll(/i\/(?:crlf|mixed) +w\/\S* +attr\/(?:text=auto[^\t]*| *)\t([^\0]+)\0/g)].map(
      ([, path = '']) => path,
    ),
  );
}

/** How many characters of paths one command line takes; Windows allows 32,767 in all. */
const commandLine = process.platform === 'win32' ? 24_000 : 100_000;

function inCommandLines(paths: readonly string[]): string[][] {
  const lines: string[][] = [];
  let length = Infinity;
  for (const path of paths) {
    length += path.length + 3;
    if (length > commandLine) {
      lines.push([]);
      length = path.length + 3;
    }
    lines.at(-1)?.push(path);
  }
  return lines;
}
