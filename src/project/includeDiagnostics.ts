import { join, posix } from 'node:path';
import type { Diagnostic } from '../prompts/diagnostic.js';
import { resolveIncludes } from '../prompts/includes.js';
import { includedFiles } from '../workspace/includedFiles.js';
import { configurationFile } from '../workspace/configuration/parseConfiguration.js';
import { strategySuffix } from './strategies.js';

/**
 * What is wrong with the files that a prompt includes, as they are on disk; nothing for a file that is no prompt.
 * @param path from `root`, with forward slashes
 */
export async function includeDiagnostics(root: string, path: string, text: string): Promise<readonly Diagnostic[]> {
  if (posix.basename(path) === configurationFile || path.endsWith(strategySuffix)) return [];
  const read = includedFiles(join(root, posix.dirname(path)));
  return (await resolveIncludes(path, text, read)).diagnostics;
}
