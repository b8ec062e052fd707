import { HumanError } from '../prompts/humanError.js';
import { historyPage } from './history.js';
import type { Repository } from './repository.js';
import type { Version } from './version.js';

/**
 * The version of a prompt that a person means.
 * @param text an ordinal (`v12`), the beginning of a version's id, or the beginning of a commit's
 * @throws HumanError where the history holds none, or more than one
 */
export async function resolveVersion(
  repository: Repository,
  path: string,
  text: string,
  signal?: AbortSignal,
): Promise<Version> {
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
  const what = first
    ? `${found.length} versions of ${path} begin with "${text}"; write more digits`
    : `${path} has no version "${text}"; "history" lists those it has (v1 to v${versions.length})`;
  throw new HumanError('input', `${what}. Nothing was changed.`);
}
