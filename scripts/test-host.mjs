/**
 * Runs the in-host suite in a real VS Code served to a Chromium: `node scripts/test-host.mjs [--extension <folder>] [--grep <text>]`.
 * Exits with 0 when all tests pass. `TEST_HOST_LIMIT_S` is its time limit (default 900).
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { asWorkspaceFile, makeWorkspace } from '../test/host/workspace.mjs';
import { automationUrl } from './host/address.mjs';
import { launchBrowser } from './host/browser.mjs';
import { bundleHostTests } from './host/bundle.mjs';
import { testOptions } from './host/options.mjs';
import { aloneSettings } from './host/settings.mjs';
import { startServer } from './host/server.mjs';
import { printTotals, freshTotals } from './host/totals.mjs';

const limitS = Number(process.env.TEST_HOST_LIMIT_S ?? 900);
// Tells the lines of the tests from those of VS Code, as both come through the page's console.
const mark = '\u2063tests:';

const { extension, grep } = testOptions();
const totals = await freshTotals('host');
const browser = await launchBrowser();
const tests = await bundleHostTests();
const workspace = makeWorkspace();
const env = { TEST_TOTALS: totals, TEST_MARK: mark, TEST_GREP: grep };
const server = await startServer({ workspace, env, automation: true, userSettings: aloneSettings });
try {
  process.exitCode = await runInPage(
    automationUrl(server.port, { folder: asWorkspaceFile(workspace), extension, tests }),
  );
} finally {
  await browser.close();
  await server.stop();
  await rm(workspace, { recursive: true, force: true });
}
printTotals('In VS Code in the browser', totals);

/**
 * Opens VS Code, which runs the tests at once, and prints what they print.
 * @param {string} url
 * @returns {Promise<number>} the exit code; 1 when the time is up
 */
async function runInPage(url) {
  /** @type {string[]} */
  const editorLog = [];
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    const text = args.map(String).join(' ');
    if (text.startsWith(mark)) console.log(text.slice(mark.length));
    else editorLog.push(`${type}: ${text}`);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      console.error(`The tests in VS Code did not end within ${limitS} s.`);
      end(1);
    }, limitS * 1000);
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      if (!existsSync(totals)) console.error(`The last that VS Code said:\n${editorLog.slice(-30).join('\n')}`);
      resolve(code);
    };
    page
      .exposeFunction('codeAutomationExit', end)
      .then(() => page.goto(url))
      .catch((error) => {
        clearTimeout(timer);
        reject(error);
      });
  });
}
