import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { localDir, projectRoot } from './paths.mjs';

const testsDir = path.join(projectRoot, 'test/host');

/**
 * Bundles the in-host suite into modules that VS Code loads: the runner and every `*.test.ts` beside or below it.
 * @returns {Promise<string>} the runner, an absolute path; one folder per process, so that parallel runs do not collide
 */
export async function bundleHostTests() {
  const outdir = path.join(localDir, `test-host-${process.pid}`);
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const files = await readdir(testsDir, { recursive: true });
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  await build({
    entryPoints: ['index.ts', ...tests].map((file) => path.join(testsDir, file)),
    outbase: testsDir,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // jsonc-parser's `main` finds its parts at run time only, and would not be bundled.
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  // The project is made of ES modules; VS Code loads the suite as CommonJS.
  await writeFile(path.join(outdir, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  return path.join(outdir, 'index.js');
}
