import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openRepository, type Repository } from '../../../src/workspace/repository.js';

/** Files to write, by path; null removes one. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A real git repository in a folder of its own, with an identity and a clock that moves a minute with every commit. */
export interface GitFixture {
  readonly root: string;
  /** Runs git and returns what it printed, trimmed. */
  git(...args: string[]): string;
  /** Writes files into the working tree. */
  write(files: Files): void;
  /** Writes files, then commits the whole working tree. Returns the commit. */
  commit(subject: string, files?: Files): string;
  /** Renames a file, writes files, commits. Returns the commit. */
  rename(from: string, to: string, files?: Files): string;
  /** Switches to a branch, made here (or at `from`) where there is none. */
  branch(name: string, from?: string): void;
  /** Merges with a merge commit; `files` resolve what conflicts, or change more. Returns the commit. */
  merge(branch: string, files?: Files): string;
  /** The version id of a content as git would commit it. */
  id(content: string | Uint8Array): string;
  open(): Promise<Repository>;
  remove(): void;
}

const made: string[] = [];
process.once('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder for a test, without symbolic links in its path; removed when all tests have run, if not before. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'prompt-rollout-test-')));
  made.push(folder);
  return folder;
}

/** An empty repository on branch `main`, in `root` or a new temporary folder. */
export function gitFixture(initOptions: readonly string[] = [], root = temporaryFolder()): GitFixture {
  mkdirSync(root, { recursive: true });
  let minutes = 0;
  const run = (args: readonly string[], input?: string | Uint8Array): string => {
    const date = `${1_700_000_000 + minutes * 60} +0100`;
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, LC_ALL: 'C' };
    return execFileSync('git', args, { cwd: root, env, stdio: 'pipe', ...(input !== undefined && { input }) })
      .toString()
      .trim();
  };
  const git = (...args: string[]): string => run(args);
  const write = (files: Files): void => {
    for (const [path, content] of Object.entries(files)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === null) rmSync(file, { force: true });
      else writeFileSync(file, content);
    }
  };
  const commit = (subject: string, files: Files = {}): string => {
    write(files);
    minutes += 1;
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', subject);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main', ...initOptions);
  git('config', 'user.name', 'Ada Test');
  git('config', 'user.email', 'ada@example.org');
  git('config', 'commit.gpgSign', 'false');
  return {
    root,
    git,
    write,
    commit,
    rename: (from, to, files) => {
      mkdirSync(dirname(join(root, to)), { recursive: true });
      git('mv', '--', from, to);
      return commit(`rename ${from} to ${to}`, files);
    },
    branch: (name, from) => {
      if (git('branch', '--list', name) === '') git('branch', name, ...(from === undefined ? [] : [from]));
      git('checkout', '--quiet', name);
    },
    merge: (branch, files) => {
      try {
        git('merge', '--quiet', '--no-ff', '--no-commit', branch);
      } catch {
        // conflicts are resolved by `files`
      }
      return commit(`merge ${branch}`, files);
    },
    id: (content) => run(['hash-object', '--no-filters', '--stdin'], content).slice(0, 12),
    open: async () => {
      const repository = await openRepository(root);
      if (!repository) throw new Error('no repository');
      return repository;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
