import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { sourceLine } from './sourceLine.js';

/**
 * Runs all tests beside and below this file inside VS Code; both launchers call it.
 * Takes from the environment: `TEST_TOTALS`, the file for `{passed, failed, skipped}`; `TEST_GREP`, which tests to run;
 * `TEST_MARK`, what to put before every line. Throws when a test fails.
 */
export async function run(): Promise<void> {
  const { TEST_TOTALS, TEST_GREP, TEST_MARK = '' } = process.env;
  // VS Code makes its own stack traces, so the places in the sources are looked up line by line.
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: 'spec', color: false });
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    for (const line of format(...parts).split('\n')) console.log(`${TEST_MARK}${sourceLine(line)}`);
  };
  if (TEST_GREP) mocha.grep(TEST_GREP);
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.js')).sort())
    mocha.addFile(path.join(__dirname, file));

  const totals = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => (totals.passed += 1))
      .on('fail', () => (totals.failed += 1))
      .on('pending', () => (totals.skipped += 1));
  });
  if (TEST_TOTALS) writeFileSync(TEST_TOTALS, JSON.stringify(totals));
  if (totals.failed > 0) throw new Error(`${totals.failed} failed`);
}
