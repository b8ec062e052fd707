import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium as playwrightChromium } from 'playwright-core';
import { projectRoot } from './paths.mjs';
import { run } from './run.mjs';

/** Debian's package for each program that compiles the two native modules of the host. */
const buildTools = { 'g++': 'g++', make: 'make', python3: 'python3' };
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Makes sure that the VS Code host can be installed and driven here; installs what is missing where it may.
 * @param {{ browser?: boolean }} [options] browser: false when nobody but a person will open the host
 * @returns {Promise<{ chromium: string | undefined }>} the absolute path of the Chromium to drive
 * @throws {Error} with the one line that installs what is missing
 */
export async function checkNeeds({ browser = true } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The VS Code host in the browser runs on Linux x64 only; this is ${process.platform} ${process.arch}. ` +
        'Use the desktop instead: npm run test:desktop, npm start -- --desktop.',
    );
  }
  const packages = Object.entries(buildTools).flatMap(([program, name]) => (findProgram(program) ? [] : [name]));
  let chromium = browser ? await findChromium() : undefined;
  const wantsChromium = browser && !chromium;
  const fromDebian = wantsChromium && distribution() === 'debian';
  if (fromDebian) packages.push('chromium');
  if (packages.length > 0) await installPackages(packages);
  if (!wantsChromium) return { chromium };
  if (!fromDebian) await downloadChromium();
  chromium = await findChromium();
  if (!chromium) throw new Error(`Chromium was installed but does not run. ${chromiumAdvice}`);
  return { chromium };
}

const chromiumAdvice =
  'Install Chromium or Google Chrome (Debian: apt-get install -y chromium; elsewhere: npx playwright-core install --with-deps chromium), or name one in CHROMIUM_PATH.';

/**
 * The Chromium to drive: `CHROMIUM_PATH`, else one on the PATH, else Playwright's own.
 * @returns {Promise<string | undefined>} an absolute path that runs
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await runs(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not run.`);
  }
  for (const candidate of [...chromiumNames.map(findProgram), playwrightChromium.executablePath()]) {
    // Ubuntu's chromium-browser is a script that only asks for a snap, so being there is not enough.
    if (candidate && existsSync(candidate) && (await runs(candidate))) return candidate;
  }
  return undefined;
}

/**
 * @param {string} name
 * @returns {string | undefined} the absolute path of a program on the PATH
 */
export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

const runs = (/** @type {string} */ program) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  );

/** @returns {string} `debian`, `ubuntu`, … or an empty string */
function distribution() {
  if (!existsSync('/etc/os-release')) return '';
  return /^ID="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
}

/** @param {string[]} packages */
async function installPackages(packages) {
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !findProgram('apt-get')) {
    throw new Error(
      `The VS Code host needs ${packages.join(', ')}. Install with:\n  sudo sh -c '${install}'\n(or your system's packages of the same programs), then run this again.`,
    );
  }
  console.log(`Installing ${packages.join(', ')} with apt-get …`);
  await run('sh', ['-c', install], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

async function downloadChromium() {
  console.log('Downloading a Chromium through Playwright …');
  const playwright = path.join(projectRoot, 'node_modules/playwright-core/cli.js');
  const withSystemLibraries = process.getuid?.() === 0 ? ['--with-deps'] : [];
  await run(process.execPath, [playwright, 'install', ...withSystemLibraries, 'chromium']).catch(
    (/** @type {Error} */ error) => {
      throw new Error(`No Chromium could be downloaded. ${chromiumAdvice}\n${error.message}`);
    },
  );
}
