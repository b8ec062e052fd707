import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { placeExtensions } from './extensions.mjs';
import { checkNeeds, findProgram } from './needs.mjs';
import { projectRoot } from './paths.mjs';
import { startServer } from './server.mjs';
import { quietSettings, writeSettings } from './settings.mjs';

/**
 * @typedef {object} OpenOptions
 * @property {string} workspace the folder to show
 * @property {string[]} [extensions] folders with a package.json, or `.vsix` files; default: this project
 */

/**
 * Serves VS Code with the extension installed and the folder trusted, for a person who opens the address in a browser.
 * @param {OpenOptions & { port?: number }} options port: default a free one
 * @returns {Promise<import('./server.mjs').Server>} `url` is what to print; it ends with this process
 * @throws {Error} when this machine cannot run it, with what to do
 */
export async function openInBrowserHost({ workspace, extensions = [projectRoot], port }) {
  await checkNeeds({ browser: false });
  return startServer({ workspace, extensions, port });
}

/** @returns {boolean} whether there is a desktop VS Code to open: `code` on the PATH */
export const hasDesktop = () => findDesktop() !== undefined;

const onWindows = process.platform === 'win32';
const findDesktop = () => findProgram(onWindows ? 'code.cmd' : 'code');

/**
 * Opens the folder in the installed VS Code, with settings and extensions of its own: the person's are neither used nor changed.
 * @param {OpenOptions} options
 * @returns {Promise<{ closed: Promise<void> }>} closed: when the person has closed the window; rejects when it cannot open
 * @throws {Error} when `code` is not on the PATH
 */
export async function openDesktop({ workspace, extensions = [projectRoot] }) {
  const code = findDesktop();
  if (!code) {
    throw new Error(
      "There is no `code` on the PATH. In VS Code run “Shell Command: Install 'code' command in PATH”, or use the browser: npm start -- --web.",
    );
  }
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'prompt-rollout-desktop-'));
  const extensionsDir = path.join(dataDir, 'extensions');
  const dirs = ['--user-data-dir', path.join(dataDir, 'user'), '--extensions-dir', extensionsDir];
  await writeSettings(path.join(dataDir, 'user/User'), quietSettings(true));
  await placeExtensions(extensions, extensionsDir, (vsix) => runCode(code, [...dirs, '--install-extension', vsix]));
  const window = runCode(code, [...dirs, '--new-window', '--wait', path.resolve(workspace)]);
  return { closed: window.finally(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 })) };
}

/**
 * @param {string} code
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function runCode(code, args) {
  // `code` is a batch file on Windows, which needs a shell.
  const [program, given] = onWindows ? [`"${code}"`, args.map((arg) => `"${arg}"`)] : [code, args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: 'ignore', shell: onWindows });
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`${code} ended with ${status}`))));
  });
}
