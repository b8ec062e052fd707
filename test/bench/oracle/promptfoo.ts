import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installHost } from '../../../scripts/host/install.mjs';
import { checkNeeds } from '../../../scripts/host/needs.mjs';
import { localDir } from '../../../scripts/host/paths.mjs';
import { run } from '../../../scripts/host/run.mjs';
import type { Answer } from './answers.js';
import { tools, type Pair } from './pairs.js';

/** promptfoo, and the native module of its database, which it takes as optional. */
const versions = { promptfoo: '0.123.1', '@libsql/linux-x64-gnu': '0.5.29' };
export const promptfooVersion = versions.promptfoo;

const folder = path.join(localDir, 'promptfoo');
const stamp = path.join(folder, 'installed.json');

/**
 * Installs promptfoo (270 MB) into `.local`, apart from the project's own dependencies, unless it is there already.
 * @throws {Error} where it cannot be had here: without Linux x64, or without a way to npm
 */
export async function installPromptfoo(): Promise<void> {
  await checkNeeds({ browser: false });
  await installHost();
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === JSON.stringify(versions)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Its own package.json stops npm from walking up into the project's.
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  const specs = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const flags = [
    '--ignore-scripts',
    '--omit=optional',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  await run('npm', ['install', ...flags, ...specs], { cwd: folder });
  await writeFile(stamp, JSON.stringify(versions));
}

/**
 * Runs promptfoo over pairs, on the Node of the test host, with its telemetry off and nothing to reach.
 * @returns its answers, in the order of the pairs
 */
export async function askPromptfoo(pairs: readonly Pair[]): Promise<readonly Answer[]> {
  const [config, outputs, results] = ['config.json', 'outputs.json', 'results.json'].map((name) =>
    path.join(folder, name),
  );
  await writeFile(outputs!, JSON.stringify(pairs.map(({ output }) => output)));
  const provider = {
    id: `file://${fileURLToPath(new URL('provider.mjs', import.meta.url))}`,
    config: { tools, outputs },
  };
  const tests = pairs.map(({ vars, assert, threshold }, at) => ({ vars: { ...vars, at }, assert, threshold }));
  await writeFile(config!, JSON.stringify({ prompts: ['{{at}}'], providers: [provider], tests, sharing: false }));
  await evaluate(config!, ['--output', results!]);
  const { results: told } = JSON.parse(await readFile(results!, 'utf8')) as { results: { results: Told[] } };
  const answers = new Map(told.results.map((one) => [one.vars.at, one]));
  return pairs.map((_, at) => {
    const one = answers.get(at);
    if (!one) throw new Error(`promptfoo left out pair ${at}.`);
    return { pass: one.success, score: one.score };
  });
}

/**
 * Runs `promptfoo eval` on the Node of the test host, without a cache, a database, a table, telemetry or a look for updates.
 * @param config the path of its configuration, absolute
 * @throws {Error} with the end of its output where it ends with an error; failed cases are none
 */
export async function evaluate(config: string, flags: readonly string[] = []): Promise<void> {
  const { node } = await installHost();
  const entry = path.join(folder, 'node_modules/promptfoo/dist/src/entrypoint.js');
  const quiet = ['--no-cache', '--no-write', '--no-table', '--no-progress-bar'];
  await run(node, [entry, 'eval', '--config', config, ...quiet, ...flags], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PROMPTFOO_CONFIG_DIR: path.join(folder, 'data'),
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
      // It would fetch what a schema refers to, while it reads the configuration.
      PROMPTFOO_DISABLE_REF_PARSER: '1',
      PROMPTFOO_FAILED_TEST_EXIT_CODE: '0',
    },
  });
}

interface Told {
  readonly vars: { readonly at: number };
  readonly success: boolean;
  readonly score: number;
}
