/**
 * Runs the UI tests in VS Code in the browser: `node scripts/test-ui.mjs [--extension <folder or .vsix>] [--grep <text>]`.
 * Exits with 0 when all tests pass. The pictures they take are in `.local/pictures`.
 */
import Mocha from 'mocha';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { register } from 'tsx/esm/api';
import { installHost } from './host/install.mjs';
import { checkNeeds } from './host/needs.mjs';
import { testOptions } from './host/options.mjs';
import { projectRoot } from './host/paths.mjs';
import { freshTotals, printTotals } from './host/totals.mjs';

const { extension, grep } = testOptions();
process.env.TEST_EXTENSION = extension;
const totals = await freshTotals('ui');
// Now, as the tests have time limits.
await checkNeeds();
await installHost();

register();
const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: 'spec' });
if (grep) mocha.grep(grep);
const testsDir = path.join(projectRoot, 'test/ui');
const files = (await readdir(testsDir, { recursive: true })).filter((file) => file.endsWith('.test.ts')).sort();
for (const file of files) mocha.addFile(path.join(testsDir, file));
await mocha.loadFilesAsync();

const counts = { passed: 0, failed: 0, skipped: 0 };
const runner = mocha.run(async (failures) => {
  await writeFile(totals, JSON.stringify(counts));
  printTotals('The UI in the browser', totals);
  process.exitCode = failures > 0 ? 1 : 0;
});
runner.on('pass', () => (counts.passed += 1));
runner.on('fail', () => (counts.failed += 1));
runner.on('pending', () => (counts.skipped += 1));
