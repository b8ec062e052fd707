import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HumanError, messageOf } from '../../../prompts/humanError.js';
import { isObject } from '../../../prompts/json.js';
import { isInside } from '../../../workspace/isInside.js';

const largest = 32 * 1024 * 1024;

/**
 * Where a flag file really is, links followed.
 * @param path absolute; the file need not exist, its folder must
 * @param root the folder that it must not leave
 * @throws HumanError `input` where a link leads out of `root` or to nothing, `unreachable` where the folder cannot be read
 */
export async function locateFlagFile(path: string, root: string, label: string): Promise<string> {
  const isLink = await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  const whole = isLink ? realpath(path) : realpath(dirname(path)).then((folder) => join(folder, basename(path)));
  const [real, realRoot] = await Promise.all([whole, realpath(root)]).catch((error: unknown) => {
    throw new HumanError('unreachable', `${label} cannot be reached: ${messageOf(error)}. Nothing was written.`);
  });
  if (!isInside(realRoot, real)) {
    throw new HumanError(
      'input',
      `${label} is a link that leaves the repository (to ${real}). It is neither read nor written; name a file inside the repository.`,
    );
  }
  return real;
}

/**
 * The text of a flag file; undefined where there is none.
 * @throws HumanError `input` where it is too large or no UTF-8, `unreachable` where it cannot be read
 */
export async function readFlagFile(path: string, label: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > largest)
      throw new HumanError(
        'input',
        `${label} is larger than ${largest / 1024 / 1024} MB. It was not read, and nothing was written.`,
      );
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof HumanError) throw error;
    if (isObject(error) && error.code === 'ENOENT') return undefined;
    throw new HumanError('unreachable', `${label} cannot be read: ${messageOf(error)}. Nothing was written.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HumanError('input', `${label} is not UTF-8. Nothing was written; save it as UTF-8 and try again.`);
  }
}
