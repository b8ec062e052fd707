import Mocha from 'mocha';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { register } from 'tsx/esm/api';
import { projectRoot } from './host/paths.mjs';
import { freshTotals, printTotals } from './host/totals.mjs';

/**
 * Runs the tests of `test/<suite>` in this process, prints and writes their totals, and sets the exit code.
 * @param {{ suite: string, where: string, timeout: number, grep?: string | undefined }} options timeout: of one test, in milliseconds
 */
export async function runMocha({ suite, where, timeout, grep }) {
  const totals = await freshTotals(suite);
  register();
  const mocha = new Mocha({ ui: 'bdd', timeout, reporter: 'spec' });
  if (grep) mocha.grep(grep);
  const folder = path.join(projectRoot, 'test', suite);
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.test.ts')).sort()) mocha.addFile(path.join(folder, file));
  await mocha.loadFilesAsync();

  const counts = { passed: 0, failed: 0, skipped: 0 };
  await new Promise((resolve) => {
    mocha
      .run(resolve)
      .on('pass', () => (counts.passed += 1))
      .on('fail', () => (counts.failed += 1))
      .on('pending', () => (counts.skipped += 1));
  });
  await writeFile(totals, JSON.stringify(counts));
  printTotals(where, totals);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
