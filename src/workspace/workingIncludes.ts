import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canInclude } from '../prompts/includes.js';
import { followIncludes, type FollowedIncludes } from './followIncludes.js';
import { listFiles } from './promptFinder.js';
import type { Repository } from './repository.js';

/** Follows the references of a prompt's file on disk, and runs nothing for it. @param path from `root` */
export async function wantedFiles(root: string, path: string): Promise<Pick<FollowedIncludes, 'included' | 'wanted'>> {
  if (!canInclude(path)) return { included: [], wanted: [] };
  return followIncludes(root, path, await readFile(join(root, path), 'utf8').catch(() => ''));
}

/**
 * What prompts include as they are in the working tree: paths from the root, by the prompt's path; without prompts that
 * name no other file, and without what git ignores, which can never be committed.
 */
export async function workingIncludes(
  repository: Repository,
  prompts: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const path of prompts.filter(canInclude)) {
    signal?.throwIfAborted();
    const { included, wanted } = await wantedFiles(repository.root, path);
    if (wanted.length > 0) found.set(path, included);
  }
  if (found.size === 0) return found;
  const known = new Set(await listFiles(repository, signal));
  return new Map([...found].map(([path, files]) => [path, files.filter((file) => known.has(file))]));
}
