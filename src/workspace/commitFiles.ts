import { posix } from 'node:path';
import { canInclude, referencesIn, resolveIncludes } from '../prompts/includes.js';
import type { Reference } from '../prompts/promptDocument.js';
import type { Git } from './git.js';
import { openObjects } from './objectReader.js';
import type { WithIncludes } from './versionTree.js';

/** The blobs that a prompt consists of. */
export interface PromptBlobs extends WithIncludes<string> {
  /** What it wants to include, by path from its folder, whether that is there or not. */
  readonly wanted: readonly string[];
}

/** Reads prompts with what they include from commits; remembers what it read last. */
export interface CommitFiles {
  /** The blobs that a prompt consists of in a commit; undefined where it is no regular file there. */
  at(commit: string, path: string): Promise<PromptBlobs | undefined>;
  /** The blob of a regular file. */
  blobAt(commit: string, path: string): Promise<string | undefined>;
  /** Whether the text of a prompt, given by its blob, names other files. */
  hasReferences(path: string, blob: string): Promise<boolean>;
  content(blob: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** How many contents are remembered: a history repeats them from commit to commit. */
const remembered = 300;

export function openCommitFiles(git: Git, signal?: AbortSignal): CommitFiles {
  const objects = openObjects(git, signal);
  const contents = new Map<string, Promise<Buffer | undefined>>();
  const references = new Map<string, readonly Reference[]>();

  const content = (blob: string): Promise<Buffer | undefined> =>
    remember(contents, blob, () => objects.read(blob).then((object) => object?.content));

  const find = (path: string, text: string): readonly Reference[] =>
    remember(references, `${path}\n${text}`, () => referencesIn(path, text));

  const textOf = async (blob: string): Promise<string | undefined> => (await content(blob))?.toString('utf8');

  const blobAt = async (commit: string, path: string): Promise<string | undefined> => {
    const folder = posix.dirname(path);
    const tree = await objects.read(`${commit}:${folder === '.' ? '' : folder}`);
    return tree?.type === 'tree' ? fileIn(tree.content, posix.basename(path), tree.id.length / 2) : undefined;
  };

  return {
    blobAt,
    content,
    hasReferences: async (path, blob) => {
      const text = canInclude(path) ? await textOf(blob) : undefined;
      return text !== undefined && find(path, text).length > 0;
    },
    at: async (commit, path) => {
      const main = await blobAt(commit, path);
      const text = main !== undefined && canInclude(path) ? await textOf(main) : undefined;
      if (main === undefined) return undefined;
      const ids = new Map<string, string>();
      const wanted: string[] = [];
      const read = async (file: string): Promise<string | undefined> => {
        wanted.push(file);
        const blob = await blobAt(commit, posix.join(posix.dirname(path), file));
        if (blob !== undefined) ids.set(file, blob);
        return blob === undefined ? undefined : textOf(blob);
      };
      if (text === undefined) return { main, includes: ids, wanted };
      const { includes } = await resolveIncludes(path, text, read, { referencesIn: (source) => find(path, source) });
      return { main, wanted, includes: new Map([...ids].filter(([file]) => Object.hasOwn(includes, file))) };
    },
    close: () => objects.close(),
  };
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key);
  if (value !== undefined) return value;
  if (known.size >= remembered) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/** The blob of a regular file in a tree: entries are `<mode> <name>\0<id>`. */
function fileIn(tree: Buffer, name: string, idBytes: number): string | undefined {
  const wanted = Buffer.from(` ${name}\0`);
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(' ', at);
    const end = tree.indexOf(0, space) + 1;
    if (space < 0 || end === 0) return undefined;
    const isWanted = end - space === wanted.length && wanted.equals(tree.subarray(space, end));
    if (isWanted)
      return tree.toString('latin1', at, space).startsWith('100')
        ? tree.toString('hex', end, end + idBytes)
        : undefined;
    at = end + idBytes;
  }
  return undefined;
}
