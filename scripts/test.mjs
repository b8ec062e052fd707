// `npm test`: installs what it needs, builds, lints, runs every suite, and ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const totals = { passed: 0, failed: 0, skipped: 0 };

ensureInstalled();
step('Building', 'npm', ['run', '--silent', 'build']);
step('Checking types', 'npm', ['run', '--silent', 'typecheck']);
step('Linting', 'npm', ['run', '--silent', 'lint']);
suite('unit', 'scripts/test-unit.mjs');
suite('host', 'scripts/test-host.mjs');
suite('ui', 'scripts/test-ui.mjs');

console.log(
  `\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;

/**
 * A step that fails counts as one failed test; the suites run all the same.
 * @param {string} title
 * @param {string} program
 * @param {string[]} args
 * @returns {boolean} whether it passed
 */
function step(title, program, args) {
  console.log(`\n=== ${title}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === 0) return true;
  console.error(`${title}: failed`);
  totals.failed += 1;
  return false;
}

/**
 * @param {string} name
 * @param {string} script
 */
function suite(name, script) {
  const file = `${root}.local/totals/${name}.json`;
  rmSync(file, { force: true });
  const { failed: before } = totals;
  const passed = step(`Tests: ${name}`, process.execPath, [script]);
  if (!existsSync(file)) return;
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += counts.passed;
  totals.skipped += counts.skipped;
  // A suite that fails by its tests counts those, not itself.
  if (!passed && counts.failed > 0) totals.failed = before + counts.failed;
}
