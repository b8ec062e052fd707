import { HumanError } from '../prompts/humanError.js';
import { openCommitFiles } from './commitFiles.js';
import { GitError } from './git.js';
import { historyPage } from './history.js';
import type { Repository } from './repository.js';
import type { VersionAt } from './version.js';
import { versionIdOfFiles } from './versionTree.js';

/**
 * The version of a prompt in the commit that a revision of git names: `origin/main`, `HEAD~3`, a tag.
 * @param path where the file is now; in the commit it may stand under an earlier name
 * @returns undefined where the text is no revision
 * @throws HumanError where the commit has no such file
 */
export async function versionAtRevision(
  repository: Repository,
  path: string,
  revision: string,
  signal?: AbortSignal,
): Promise<VersionAt | undefined> {
  const commit = await commitOf(repository, revision, signal);
  if (commit === undefined) return undefined;
  const { versions } = await historyPage(repository, path, { count: Infinity }, signal);
  const files = openCommitFiles(repository.git, signal);
  try {
    for (const name of new Set([path, ...versions.map((version) => version.path)])) {
      const blobs = await files.at(commit, name);
      if (blobs) return { id: versionIdOfFiles(blobs), path: name, commit };
    }
  } finally {
    await files.close();
  }
  throw new HumanError('input', `${revision} has no ${path}. Nothing was changed.`);
}

async function commitOf({ git }: Repository, revision: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await git.text(args, { signal })).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
