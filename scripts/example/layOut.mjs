import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commits } from '../../examples/support-chatbot/history/commits.mjs';

const example = fileURLToPath(new URL('../../examples/support-chatbot/', import.meta.url));
const newcomer = { name: 'Robin Vega', email: 'robin@brightparcel.example' };

/**
 * Lays out the support chatbot as a git repository of its own, with its history; the commit ids are the same everywhere.
 * An example that is already there is left as it is.
 * @param {string} target an absolute path that is not there yet, or an empty folder
 * @returns {Promise<{ made: boolean }>} whether it was made now
 * @throws {Error} where something else is in the way, or there is no git
 */
export async function layOutExample(target) {
  if (await exists(join(target, '.git'))) return { made: false };
  const inTheWay = await readdir(target).catch(() => undefined);
  if (inTheWay?.length)
    throw new Error(`${target} holds something that is not the example. Move it away, or choose another folder.`);
  await mkdir(dirname(target), { recursive: true });
  // Made beside its place and moved there, so that a half-made one is never taken for the example.
  const making = await mkdtemp(`${target}.`);
  try {
    await makeRepository(making);
    if (inTheWay) await rmdir(target);
    await rename(making, target);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { made: true };
}

/** @param {string} folder an empty one */
async function makeRepository(folder) {
  const git = gitIn(folder);
  await git(['init', '--quiet', '--initial-branch=main', '--template=']);
  const settings = {
    'user.name': newcomer.name,
    'user.email': newcomer.email,
    'commit.gpgSign': 'false',
    'core.autocrlf': 'false',
    'core.hooksPath': join('.git', 'no-hooks'),
  };
  for (const [key, value] of Object.entries(settings)) await git(['config', key, value]);
  for (const commit of commits) await make(commit, folder, git);
  await git(['switch', '--quiet', 'main']);
}

/**
 * @param {import('../../examples/support-chatbot/history/commits.mjs').Commit} commit
 * @param {string} folder
 * @param {ReturnType<typeof gitIn>} git
 */
async function make({ by, on, says, branch = 'main', rename: move, merge, write = {} }, folder, git) {
  if ((await git(['branch', '--show-current'])).trim() !== branch) {
    const known = await git(['branch', '--list', branch]);
    await git(['switch', '--quiet', ...(known ? [] : ['--create']), branch]);
  }
  if (move) await git(['mv', move.from, move.to]);
  for (const [path, source] of Object.entries(write)) {
    const text = await readFile(source === true ? join(example, path) : join(example, 'history', source), 'utf8');
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text.replaceAll('\r\n', '\n'));
  }
  await git(['add', '--all']);
  const [, name, email] = /^(.*) <(.*)>$/.exec(by) ?? [];
  const person = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: on,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: on,
  };
  if (merge) await git(['merge', '--quiet', '--no-ff', '-m', says, merge], person);
  else await git(['commit', '--quiet', '-m', says], person);
  if (merge) await git(['branch', '--quiet', '--delete', merge]);
}

/** Runs git in a folder, deaf to what this machine or a surrounding git has configured. @param {string} folder */
function gitIn(folder) {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_'));
  const quiet = { ...Object.fromEntries(inherited), GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  /** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
  return async (args, env = {}) =>
    (await promisify(execFile)('git', ['-C', folder, ...args], { env: { ...quiet, ...env } })).stdout;
}

/** @param {string} path */
async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
