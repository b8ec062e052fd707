import type { Actor } from '../../workspace/actor.js';

/** One commit on a branch, as `git fast-import` takes it. */
export interface ImportedCommit {
  readonly ref: string;
  /** The commit that the branch must stand on; absent for a new branch. */
  readonly from?: string;
  readonly author: Actor;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly message: string;
  readonly files: readonly { readonly path: string; readonly content: Uint8Array }[];
  readonly renames?: readonly { readonly from: string; readonly to: string }[];
}

/** The stream that makes blobs, tree, commit and ref in one process; git refuses it when the branch has moved. */
export function fastImportStream({ ref, from, author, time, message, files, renames = [] }: ImportedCommit): Buffer {
  const chunks: (string | Uint8Array)[] = [`commit ${ref}\n`];
  const who = `${cleanName(author.name)} <${cleanName(author.email)}> ${Math.floor(time / 1000)} +0000\n`;
  chunks.push(`author ${who}`, `committer ${who}`, ...data(Buffer.from(message)));
  if (from !== undefined) chunks.push(`from ${from}\n`);
  for (const rename of renames) chunks.push(`R ${quotePath(rename.from)} ${quotePath(rename.to)}\n`);
  for (const { path, content } of files) chunks.push(`M 100644 inline ${quotePath(path)}\n`, ...data(content));
  chunks.push('\n');
  return Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));
}

function data(content: Uint8Array): (string | Uint8Array)[] {
  return [`data ${content.byteLength}\n`, content, '\n'];
}

/** Angle brackets and line ends would break out of git's identity line. */
function cleanName(text: string): string {
  return text.replace(/[<>\n\r\0]/g, '').trim();
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
