import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { HumanError } from '../prompts/humanError.js';
import type { Actor } from './actor.js';
import { GitError, openGit, requireGit, type Git } from './git.js';
import { isInside } from './isInside.js';

/** A working tree with its history. */
export interface Repository {
  /** The top folder of the working tree, without symbolic links in it. */
  readonly root: string;
  /** The folder that holds the history, shared by all working trees. */
  readonly gitDirectory: string;
  /** git in `root`. */
  readonly git: Git;
  /** Part of the history was left out when it was cloned. */
  readonly shallow: boolean;
}

/**
 * The repository that a folder is in: the innermost one, so that a submodule is its own.
 * @param directory any folder of a working tree; a linked working tree will do
 * @returns undefined where there is none
 * @throws HumanError where git is missing, too old, or does not trust the folder
 */
export async function openRepository(directory: string, signal?: AbortSignal): Promise<Repository | undefined> {
  const git = openGit(directory);
  await requireGit(git, signal);
  try {
    const question = [
      'rev-parse',
      '--path-format=absolute',
      '--show-toplevel',
      '--git-common-dir',
      '--is-shallow-repository',
    ];
    const [root = '', gitDirectory = '', shallow] = (await git.text(question, { signal })).split('\n');
    return {
      root: resolve(root),
      gitDirectory: resolve(gitDirectory),
      git: openGit(resolve(root)),
      shallow: shallow === 'true',
    };
  } catch (error) {
    if (error instanceof GitError && /not a git repository|must be run in a work tree/.test(error.stderr))
      return undefined;
    throw error;
  }
}

/** The submodules that are checked out, and theirs; each is a repository of its own. */
export async function submodules(repository: Repository, signal?: AbortSignal): Promise<Repository[]> {
  const modules = join(repository.root, '.gitmodules');
  if (!existsSync(modules)) return [];
  const printed = await repository.git
    .text(['config', '-z', '--file', modules, '--get-regexp', '^submodule\\..*\\.path$'], { signal })
    .catch(noneConfigured);
  const found = await Promise.all(
    printed.split('\0').map(async (entry) => {
      const path = entry.slice(entry.indexOf('\n') + 1);
      const directory = join(repository.root, path);
      // The file may say anything: only what is a working tree of its own at just that place counts.
      if (path === '' || !isInside(repository.root, directory) || !existsSync(join(directory, '.git'))) return [];
      const module = await openRepository(directory, signal);
      return module?.root === directory ? [module, ...(await submodules(module, signal))] : [];
    }),
  );
  return found.flat();
}

/**
 * Where a file stands in a repository: its path from the root with forward slashes; undefined for a file outside.
 * @param file an absolute path; need not exist, but its folder must
 */
export async function pathInRepository(repository: Repository, file: string): Promise<string | undefined> {
  const real = join(await realpath(dirname(file)).catch(() => dirname(file)), basename(file));
  return isInside(repository.root, real) ? relative(repository.root, real).split(sep).join('/') : undefined;
}

/** Who git says is at work here. @throws HumanError with the commands that set it */
export async function readActor(repository: Repository, signal?: AbortSignal): Promise<Actor> {
  // Without this setting git would make an address up from the machine's name.
  const config = [['user.useConfigOnly', 'true']] as const;
  try {
    const printed = await repository.git.text(['var', 'GIT_AUTHOR_IDENT'], { config, signal });
    const [, name, email] = /^(.+) <(.+)> \d+ [+-]\d+\n$/.exec(printed) ?? [];
    if (name !== undefined && email !== undefined) return { name, email };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
  }
  throw new HumanError(
    'input',
    'git does not know who you are, so nothing was changed. Run: git config --global user.name "Your Name" and: git config --global user.email you@example.org',
  );
}

function noneConfigured(error: unknown): string {
  if (error instanceof GitError && error.exitCode === 1) return '';
  throw error;
}
