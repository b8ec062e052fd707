import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { localDir } from './paths.mjs';

/**
 * The file that a suite writes its `{passed, failed, skipped}` to: `TEST_TOTALS`, else one per suite under `.local`.
 * What an earlier run left there is removed.
 * @param {string} suite
 * @returns {Promise<string>} an absolute path
 */
export async function freshTotals(suite) {
  const file = path.resolve(process.env.TEST_TOTALS ?? path.join(localDir, 'totals', `${suite}.json`));
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  return file;
}

/**
 * Prints the totals of a suite; one that wrote none did not come to its end, which fails the run.
 * @param {string} where
 * @param {string} file
 */
export function printTotals(where, file) {
  if (existsSync(file)) {
    const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
    console.log(`${where}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  } else {
    console.log(`${where}: the tests did not come to their end`);
    process.exitCode ||= 1;
  }
}
