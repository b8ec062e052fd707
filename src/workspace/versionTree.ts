import { createHash } from 'node:crypto';
import type { PromptText } from '../prompts/promptText.js';
import { versionIdOf, type VersionId } from './version.js';

/** A prompt's file and the files that it includes, by their path from its folder: contents, or ids of contents. */
export interface WithIncludes<T> {
  readonly main: T;
  readonly includes: ReadonlyMap<string, T>;
}

/** The bytes of a version and of what it includes. */
export type VersionFiles = WithIncludes<Uint8Array>;

/** The name of the prompt's own file in the tree of a version that includes others. */
const mainName = 'prompt';
/** Below it are the included files, by their path. */
const includesFolder = 'includes/';

/**
 * The version that a prompt with included files is: the id that git gives the tree in which a log keeps such a
 * version (`prompt`, `includes/…`), so that no name and no commit counts, only contents; without includes, the blob's.
 * @param files whole blob ids
 */
export function versionIdOfFiles({ main, includes }: WithIncludes<string>): VersionId {
  if (includes.size === 0) return versionIdOf(main);
  const root = emptyFolder();
  root.files.set(mainName, main);
  for (const [path, id] of includes) put(root, `${includesFolder}${path}`.split('/'), id);
  return versionIdOf(treeId(root, main.length === 64 ? 'sha256' : 'sha1'));
}

/** Where a log keeps the files of a version below a folder of its own: a file `<id>`, or such a tree. */
export function placesOfFiles<T>(id: VersionId, { main, includes }: WithIncludes<T>): [path: string, content: T][] {
  if (includes.size === 0) return [[id, main]];
  const included = [...includes].map(([path, content]): [string, T] => [`${id}/${includesFolder}${path}`, content]);
  return [[`${id}/${mainName}`, main], ...included];
}

/**
 * The files of a version that are kept so; undefined where it is something else.
 * @param files by path below the version's folder: nothing where it is a file
 */
export function filesOfTree<T>(files: ReadonlyMap<string, T>): WithIncludes<T> | undefined {
  const main = files.get('') ?? files.get(mainName);
  if (main === undefined) return undefined;
  const included = [...files].filter(([path]) => path.startsWith(includesFolder));
  return { main, includes: new Map(included.map(([path, value]) => [path.slice(includesFolder.length), value])) };
}

/** A version as text. Byte order marks are kept; bytes that are no UTF-8 become U+FFFD. */
export function textOfFiles({ main, includes }: VersionFiles): Omit<PromptText, 'path'> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts = [...includes].map(([file, content]): [string, string] => [file, decoder.decode(content)]);
  return { text: decoder.decode(main), includes: Object.fromEntries(texts) };
}

interface Folder {
  readonly files: Map<string, string>;
  readonly folders: Map<string, Folder>;
}

function emptyFolder(): Folder {
  return { files: new Map(), folders: new Map() };
}

function put(folder: Folder, [name = '', ...rest]: readonly string[], id: string): void {
  if (rest.length === 0) {
    folder.files.set(name, id);
    return;
  }
  const below = folder.folders.get(name) ?? emptyFolder();
  folder.folders.set(name, below);
  put(below, rest, id);
}

/** git sorts the names of a tree by their bytes, those of folders as if they ended in a slash. */
function treeId({ files, folders }: Folder, algorithm: 'sha1' | 'sha256'): string {
  const entry = (mode: string, name: string, id: string, order: string) => ({
    order: Buffer.from(order),
    bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
  });
  const entries = [
    ...[...files].map(([name, id]) => entry('100644', name, id, name)),
    ...[...folders].map(([name, folder]) => entry('40000', name, treeId(folder, algorithm), `${name}/`)),
  ].sort((a, b) => a.order.compare(b.order));
  const content = Buffer.concat(entries.map(({ bytes }) => bytes));
  return createHash(algorithm).update(`tree ${content.length}\0`).update(content).digest('hex');
}

/** The version that a prompt's text would become if it were committed as it is, with the ids that most repositories have. */
export function versionIdOfText({ text, includes }: Omit<PromptText, 'path'>): VersionId {
  const blob = (content: string): string => {
    const bytes = Buffer.from(content);
    return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  };
  const included = Object.entries(includes).map(([path, content]): [string, string] => [path, blob(content)]);
  return versionIdOfFiles({ main: blob(text), includes: new Map(included) });
}
