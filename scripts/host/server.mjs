import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { folderUrl } from './address.mjs';
import { placeExtensions } from './extensions.mjs';
import { installHost } from './install.mjs';
import { run } from './run.mjs';
import { quietSettings, writeSettings } from './settings.mjs';

const startTimeoutMs = 60_000;

/**
 * @typedef {object} ServerOptions
 * @property {string} workspace the folder that the address opens
 * @property {string[]} [extensions] extensions installed for every visitor: a `.vsix`, or a folder with package.json
 * @property {Record<string, unknown>} [userSettings] VS Code settings on top of the quiet ones
 * @property {boolean} [trust] whether workspaces are trusted without asking (default true)
 * @property {boolean} [automation] take paths of an extension and its tests from the address (`automationUrl`); VS Code
 *   then shows no notifications, so not for people or UI tests
 * @property {number} [port] default: a free one
 * @property {string} [dataDir] where VS Code keeps its state; default: a temporary folder, removed on stop
 * @property {NodeJS.ProcessEnv} [env] variables for VS Code and its extensions on top of this process' own; no extension gallery by default
 */

/**
 * @typedef {object} Server
 * @property {string} url the address that opens the workspace: `http://127.0.0.1:<port>/?folder=…`
 * @property {number} port
 * @property {(settings: Record<string, unknown>) => Promise<void>} changeSettings lays VS Code settings over those of the
 *   start; open windows follow
 * @property {() => Promise<void>} stop ends VS Code and everything it started
 */

/**
 * Serves VS Code to browsers of this machine, and returns when it answers. It ends with this process, however that ends.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws {Error} when it does not start, with what it said
 */
export async function startServer({
  workspace,
  extensions = [],
  userSettings = {},
  trust = true,
  automation = false,
  port = 0,
  dataDir,
  env = {},
}) {
  const host = await installHost();
  const folder = dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'prompt-rollout-host-')));
  const removeFolder = () => (dataDir ? undefined : rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const serverDataDir = path.join(folder, 'data');
  const extensionsDir = path.join(folder, 'extensions');
  const dirs = ['--server-data-dir', serverDataDir, '--extensions-dir', extensionsDir];
  try {
    const settings = { ...quietSettings(trust), ...userSettings };
    const changeSettings = async (/** @type {Record<string, unknown>} */ changes) => {
      Object.assign(settings, changes);
      // Both, because VS Code takes some settings from the one only, some from the other.
      for (const scope of ['Machine', 'User']) await writeSettings(path.join(serverDataDir, 'data', scope), settings);
    };
    await changeSettings({});
    await placeExtensions(extensions, extensionsDir, (vsix) =>
      run(host.node, [host.serverMain, ...dirs, '--install-extension', vsix]),
    );
    const args = [...alwaysOn, ...dirs, '--port', String(port), ...(automation ? ['--enable-smoke-test-driver'] : [])];
    const server = spawnGuarded(host.node, [host.serverMain, ...args], env);
    const atExit = () => {
      server.kill();
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', atExit);
    const stop = async () => {
      process.off('exit', atExit);
      await server.stop();
      await removeFolder();
    };
    const actualPort = await server.listening.catch(async (error) => {
      await stop();
      throw error;
    });
    return { url: folderUrl(actualPort, path.resolve(workspace)), port: actualPort, changeSettings, stop };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

const alwaysOn = [
  ...['--host', '127.0.0.1', '--without-connection-token', '--accept-server-license-terms'],
  ...['--telemetry-level', 'off', '--disable-update-check', '--disable-getting-started-override'],
];

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function spawnGuarded(program, args, env) {
  const guard = path.join(import.meta.dirname, 'guard.mjs');
  const child = spawn(process.execPath, [guard, program, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...withoutEditor(process.env), EXTENSIONS_GALLERY: '{}', ...env },
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  /** @type {Promise<number>} */
  const listening = new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ what) => reject(new Error(`VS Code ${what}:\n${output.slice(-4000)}`));
    const timer = setTimeout(() => fail(`did not start within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    const read = (/** @type {Buffer} */ chunk) => {
      if (output.length < 100_000) output += chunk.toString();
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => {
      clearTimeout(timer);
      fail('ended before it listened');
    });
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const kill = () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  return { listening, stop, kill };
}

/**
 * A terminal inside VS Code sets variables that would make this VS Code believe it runs inside that one.
 * @param {NodeJS.ProcessEnv} env
 */
const withoutEditor = (env) =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('VSCODE_') && name !== 'ELECTRON_RUN_AS_NODE'),
  );
