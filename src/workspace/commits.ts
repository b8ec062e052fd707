import { HumanError } from '../prompts/humanError.js';
import { GitError } from './git.js';
import { readHead } from './head.js';
import type { Repository } from './repository.js';

/** A point in history that people choose by name. */
export interface NamedCommit {
  /** A tag's name, or a commit's short id. */
  readonly name: string;
  readonly commit: string;
  /** When the tag or the commit was made, ISO 8601. */
  readonly time: string;
  readonly subject: string;
}

/** The newest tags of commits, newest first. */
export async function listTags({ git }: Repository, count = 100, signal?: AbortSignal): Promise<NamedCommit[]> {
  const fields = [
    'refname:strip=2',
    'objecttype',
    'objectname',
    '*objecttype',
    '*objectname',
    'creatordate:iso-strict',
    'subject',
  ];
  const format = `--format=${fields.map((field) => `%(${field})`).join('%00')}`;
  const printed = await git.text(['for-each-ref', '--sort=-creatordate', `--count=${count}`, format, 'refs/tags'], {
    signal,
  });
  return printed.split('\n').flatMap((line) => {
    const [name = '', type, object = '', taggedType, tagged = '', time = '', subject = ''] = line.split('\0');
    if (type === 'commit') return [{ name, commit: object, time, subject }];
    return taggedType === 'commit' ? [{ name, commit: tagged, time, subject }] : [];
  });
}

/** The newest commits of what is checked out, newest first. */
export async function listCommits({ git }: Repository, count = 100, signal?: AbortSignal): Promise<NamedCommit[]> {
  const { head } = await readHead(git, signal);
  if (head === undefined) return [];
  const how = ['-z', '--no-color', '--no-notes', '--encoding=UTF-8', '--format=tformat:%h%x00%H%x00%aI%x00%s'];
  const fields = (await git.text(['log', ...how, `--max-count=${count}`, head, '--'], { signal })).split('\0');
  return Array.from({ length: Math.floor(fields.length / 4) }, (_, index) => {
    const [name = '', commit = '', time = '', subject = ''] = fields.slice(index * 4, index * 4 + 4);
    return { name, commit, time, subject };
  });
}

/**
 * The whole id of the commit that a person names.
 * @param name a tag, a branch, an id or its beginning, or what else git takes for one commit (`HEAD~3`)
 * @throws HumanError where there is no such commit
 */
export async function resolveCommit({ git }: Repository, name: string, signal?: AbortSignal): Promise<string> {
  try {
    const printed = (
      await git.text(['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`], { signal })
    ).trim();
    if (/^[0-9a-f]{40,64}$/.test(printed)) return printed;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
  }
  throw new HumanError(
    'input',
    `There is no tag or commit "${name}" in this repository. Name a tag, a branch, or the beginning of a commit's id.`,
  );
}
