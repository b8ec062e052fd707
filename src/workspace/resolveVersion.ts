import { HumanError } from '../prompts/humanError.js';
import { historyPage } from './history.js';
import type { Repository } from './repository.js';
import type { VersionAt } from './version.js';
import { versionAtRevision } from './versionAtRevision.js';

/**
 * The version of a prompt that a person means: one of its history, else the one that a revision of git has, such as
 * that of a branch which is not merged.
 * @param text an ordinal (`v12`; never a tag of that name), the beginning of a version's id, the beginning of a
 *   commit's, or a revision
 * @throws HumanError where there is none, or more than one
 */
export async function resolveVersion(
  repository: Repository,
  path: string,
  text: string,
  signal?: AbortSignal,
): Promise<VersionAt> {
  const { versions } = await historyPage(repository, path, { count: Infinity }, signal);
  const ordinal = /^v(\d+)$/i.exec(text)?.[1];
  const found =
    ordinal === undefined
      ? versions.filter(
          ({ id, commit }) =>
            text.length >= 4 && (id.startsWith(text.toLowerCase()) || commit.startsWith(text.toLowerCase())),
        )
      : versions.filter((_, index) => versions.length - index === Number(ordinal));
  const [first] = found;
  if (first && found.every(({ id }) => id === first.id)) return first;
  const committed =
    first || ordinal !== undefined ? undefined : await versionAtRevision(repository, path, text, signal);
  if (committed) return committed;
  const what = first
    ? `${found.length} versions of ${path} begin with "${text}"; write more digits`
    : `${path} has no version "${text}"; "history" lists those it has (v1 to v${versions.length})`;
  throw new HumanError('input', `${what}. Nothing was changed.`);
}
