import { openCommitFiles } from './commitFiles.js';
import { resolveCommit } from './commits.js';
import { listTree } from './gitObjects.js';
import { promptMatcher, type PromptGlobs } from './promptFinder.js';
import type { Repository } from './repository.js';
import { treeChanges } from './treeChanges.js';
import { versionIdOf, type VersionId } from './version.js';
import { versionIdOfFiles } from './versionTree.js';

/** A prompt that is another at the second of two points: added without `before`, deleted without `after`. */
export interface ChangedPrompt {
  readonly path: string;
  /** Where it was at the first point, when it was renamed. */
  readonly oldPath?: string;
  readonly before?: VersionId;
  readonly after?: VersionId;
}

/**
 * The prompts that differ between two points of history, or whose included files do, in the order of their paths.
 * @param from @param to tags or commits, as people write them
 * @throws HumanError where one of them is none
 */
export async function changedPrompts(
  repository: Repository,
  from: string,
  to: string,
  globs: PromptGlobs,
  signal?: AbortSignal,
): Promise<ChangedPrompt[]> {
  const [first, second] = await Promise.all([
    resolveCommit(repository, from, signal),
    resolveCommit(repository, to, signal),
  ]);
  const match = promptMatcher(globs);
  const changes = await treeChanges(repository.git, first, second, undefined, signal);
  const files = openCommitFiles(repository.git, signal);
  const versionAt = async (commit: string, path: string, blob: string | undefined): Promise<VersionId | undefined> => {
    if (blob === undefined) return undefined;
    const found = (await files.hasReferences(path, blob)) ? await files.at(commit, path) : undefined;
    return found ? versionIdOfFiles(found) : versionIdOf(blob);
  };
  try {
    const changed: ChangedPrompt[] = [];
    for (const { path, oldPath, ...blobs } of changes) {
      const wasPrompt = match(oldPath ?? path) !== undefined;
      const before = wasPrompt ? await versionAt(first, oldPath ?? path, blobs.before) : undefined;
      const after = match(path) ? await versionAt(second, path, blobs.after) : undefined;
      const was = before !== undefined && { before };
      if (after !== undefined)
        changed.push({ path, ...(wasPrompt && oldPath !== undefined && { oldPath }), ...was, after });
      else if (was) changed.push({ path: oldPath ?? path, ...was });
    }
    const known = new Set(changes.map(({ path }) => path));
    const others = changes.length === 0 ? [] : await listTree(repository.git, second, signal);
    for (const { path, id } of others) {
      if (known.has(path) || !match(path) || !(await files.hasReferences(path, id))) continue;
      const [before, after] = [await versionAt(first, path, id), await versionAt(second, path, id)];
      if (before !== undefined && after !== undefined && before !== after) changed.push({ path, before, after });
    }
    return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    await files.close();
  }
}
