import { posix } from 'node:path';
import { casesSuffix } from '../evaluation/cases/promptOfCases.js';
import type { Diagnostic } from '../prompts/diagnostic.js';
import { configurationFile } from '../workspace/configuration/parseConfiguration.js';
import { followIncludes } from '../workspace/followIncludes.js';
import { strategySuffix } from './strategies.js';

/**
 * What is wrong with the files that a prompt includes, as they are on disk; nothing for a file that is no prompt.
 * @param path from `root`, with forward slashes
 */
export async function includeDiagnostics(root: string, path: string, text: string): Promise<readonly Diagnostic[]> {
  if (
    posix.basename(path) === configurationFile ||
    [strategySuffix, casesSuffix].some((suffix) => path.endsWith(suffix))
  )
    return [];
  return (await followIncludes(root, path, text)).diagnostics;
}
