import { join, posix } from 'node:path';
import type { Diagnostic } from '../prompts/diagnostic.js';
import { resolveIncludes } from '../prompts/includes.js';
import { includedFiles } from './includedFiles.js';

/** What a prompt includes from disk; paths from the root. */
export interface FollowedIncludes {
  readonly included: readonly string[];
  /** Those, and what it would include if it were there. */
  readonly wanted: readonly string[];
  /** Each at its reference in the prompt's own text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Follows the references in the text of a prompt through the files on disk, and runs nothing. @param path from `root` */
export async function followIncludes(root: string, path: string, text: string): Promise<FollowedIncludes> {
  const folder = posix.dirname(path);
  const read = includedFiles(join(root, folder));
  const wanted: string[] = [];
  const { includes, diagnostics } = await resolveIncludes(path, text, (file) => {
    wanted.push(posix.join(folder, file));
    return read(file);
  });
  return { included: Object.keys(includes).map((file) => posix.join(folder, file)), wanted, diagnostics };
}
