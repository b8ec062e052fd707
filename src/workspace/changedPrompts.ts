import { resolveCommit } from './commits.js';
import { promptMatcher, type PromptGlobs } from './promptFinder.js';
import type { Repository } from './repository.js';
import { treeChanges } from './treeChanges.js';
import { versionIdOf, type VersionId } from './version.js';

/** A prompt that is another at the second of two points: added without `before`, deleted without `after`. */
export interface ChangedPrompt {
  readonly path: string;
  /** Where it was at the first point, when it was renamed. */
  readonly oldPath?: string;
  readonly before?: VersionId;
  readonly after?: VersionId;
}

/**
 * The prompts that differ between two points of history, in the order of their paths.
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
  const changed = changes.flatMap(({ path, oldPath, before, after }): ChangedPrompt[] => {
    const isPrompt = match(path) !== undefined;
    const wasPrompt = match(oldPath ?? path) !== undefined;
    const old = wasPrompt && before !== undefined ? { before: versionIdOf(before) } : {};
    if (isPrompt && after !== undefined) {
      return [{ path, ...(wasPrompt && oldPath !== undefined && { oldPath }), ...old, after: versionIdOf(after) }];
    }
    return 'before' in old ? [{ path: oldPath ?? path, ...old }] : [];
  });
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
}
