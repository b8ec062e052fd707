// Installs the dependencies that the lock file names, when they are not there yet. Uses nothing but Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}.local/installed`;
const oldestNode = [20, 19];

/** Makes sure that Node is new enough and the dependencies are installed; ends the process with a sentence where it cannot. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`);
  }
  const stamp = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(`${root}node_modules`) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log('Installing the dependencies (npm ci) …');
  runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(`${root}.local`, { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * Runs npm in the project, and ends the process when it fails.
 * @param {string[]} args
 */
export function runNpm(args) {
  const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) fail(`npm ${args.join(' ')} failed.`);
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}
