/**
 * Runs the in-host suite in a desktop VS Code: `node scripts/test-desktop.mjs [--extension <folder>] [--grep <text>]`.
 * Downloads VS Code, or takes the executable that `VSCODE_PATH` names. Exits with 0 when all tests pass.
 */
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { asWorkspaceFile, makeWorkspace } from '../test/host/workspace.mjs';
import { bundleHostTests } from './host/bundle.mjs';
import { testOptions } from './host/options.mjs';
import { localDir } from './host/paths.mjs';
import { aloneSettings, quietSettings, writeSettings } from './host/settings.mjs';
import { printTotals, freshTotals } from './host/totals.mjs';

const { extension, grep } = testOptions();
const totals = await freshTotals('desktop');
const vscodeExecutablePath = await findDesktop();
const tests = await bundleHostTests();
const workspace = makeWorkspace();
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'pr-desktop-'));
try {
  await writeSettings(path.join(dataDir, 'user/User'), { ...quietSettings(true), ...aloneSettings });
  process.exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    extensionTestsEnv: { TEST_TOTALS: totals, TEST_GREP: grep },
    launchArgs: [
      asWorkspaceFile(workspace),
      '--user-data-dir',
      path.join(dataDir, 'user'),
      '--extensions-dir',
      path.join(dataDir, 'ext'),
    ],
  }).catch((/** @type {Error} */ error) => {
    console.error(error.message);
    if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
      console.error('There is no display here: run it as `xvfb-run -a npm run test:desktop`.');
    }
    return 1;
  });
} finally {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  await rm(workspace, { recursive: true, force: true });
}
printTotals('In VS Code on the desktop', totals);

/** @returns {Promise<string>} the executable of VS Code */
async function findDesktop() {
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(localDir, 'vscode-desktop') });
  } catch (error) {
    console.error(
      `VS Code cannot be downloaded here (${error instanceof Error ? error.message : error}).\n` +
        'Name an installed one: VSCODE_PATH=/usr/share/code/code npm run test:desktop (macOS: ' +
        '"/Applications/Visual Studio Code.app/Contents/MacOS/Electron"; Windows: Code.exe),\n' +
        'or run the same suite in VS Code in the browser, which comes from npm: npm run test:host',
    );
    process.exit(1);
  }
}
