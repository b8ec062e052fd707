import { HumanError } from '../prompts/humanError.js';
import type { Repository } from './repository.js';
import { readObjects } from './gitObjects.js';
import { shortVersion, versionIdPattern, type VersionId } from './version.js';

/**
 * The text of a version. A byte order mark is kept; bytes that are no UTF-8 become U+FFFD.
 * @throws HumanError where the repository does not hold it
 */
export async function readVersion(repository: Repository, id: VersionId, signal?: AbortSignal): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readVersionBytes(repository, id, signal));
}

/** The bytes of a version, as committed. @throws HumanError where the repository does not hold it */
export async function readVersionBytes({ git }: Repository, id: VersionId, signal?: AbortSignal): Promise<Buffer> {
  if (!versionIdPattern.test(id))
    throw new HumanError('input', `"${id}" is no version: a version is 12 hexadecimal digits.`);
  // Not by `cat-file <id>`: a branch may have those digits for a name.
  const objects = (await git.text(['rev-parse', `--disambiguate=${id}`], { signal })).split('\n').filter(Boolean);
  const types = (
    await git.text(['cat-file', '--batch-check=%(objecttype)'], {
      input: objects.map((object) => `${object}\n`).join(''),
      signal,
    })
  ).split('\n');
  const blobs = objects.filter((_, index) => types[index] === 'blob');
  const [content] = await readObjects(git, blobs, signal);
  if (blobs.length === 1 && content) return content;
  if (blobs.length > 1)
    throw new HumanError(
      'conflict',
      `${blobs.length} contents of this repository begin with the digits of version ${id}; it cannot be told which one is meant.`,
    );
  throw new HumanError(
    'input',
    `The content of version ${shortVersion(id)} is not in this repository. A shallow or partial clone leaves contents out: \`git fetch --unshallow\` (or \`git fetch --refetch --no-filter\`) brings them.`,
  );
}
