import * as vscode from 'vscode';
import { isObject } from '../../prompts/json.js';
import { versionIdPattern, type VersionId } from '../../workspace/version.js';

/** The scheme of documents that are versions; package.json names it too. */
export const versionScheme = 'prompt-version';

/** A version as a document. */
export interface VersionPlace {
  /** The top folder of its repository. */
  readonly root: string;
  /** Where the file was then, from the root; its name tells the editor the language. */
  readonly path: string;
  readonly id: VersionId;
  /** What the tab says, such as `support-reply v12` (by `resourceLabelFormatters` in package.json). */
  readonly title: string;
}

export function versionUri({ root, path, id, title }: VersionPlace): vscode.Uri {
  // The path of the file itself: quick open takes an open document's path for one on the disk.
  const file = vscode.Uri.joinPath(vscode.Uri.file(root), path).path;
  return vscode.Uri.from({ scheme: versionScheme, path: file, query: JSON.stringify({ title, root, path, id }) });
}

/** What the address of a version says; undefined for any other address. */
export function versionPlace({ scheme, query }: vscode.Uri): VersionPlace | undefined {
  if (scheme !== versionScheme) return undefined;
  const { root, path, id, title } = parsed(query);
  if (typeof root !== 'string' || typeof path !== 'string' || typeof title !== 'string') return undefined;
  return typeof id === 'string' && versionIdPattern.test(id) ? { root, path, id, title } : undefined;
}

function parsed(query: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(query);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
