import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/host/paths.mjs';
import type { BenchResult } from './benchResult.js';

/** Sizes of what people download and of what the editor loads at first, built and packaged anew. */
export function bench(): Promise<BenchResult[]> {
  // npm is a script of its own on Windows, which only a shell can start.
  execFileSync('npm run --silent package', { cwd: projectRoot, stdio: 'ignore', shell: true });
  const dist = path.join(projectRoot, 'dist');
  const chunks = readdirSync(path.join(dist, 'chunks')).map((name) => path.join(dist, 'chunks', name));
  const main = path.join(dist, 'extension.js');
  const vsix = path.join(projectRoot, '.local/prompt-rollout.vsix');
  return Promise.resolve([
    {
      name: 'main bundle with all that it imports at once',
      value: kilobytes(loadedWith(main)),
      unit: 'KB',
      limit: 250,
    },
    { name: 'all of the extension, most of it loaded when used', value: kilobytes([main, ...chunks]), unit: 'KB' },
    { name: 'the terminal command', value: kilobytes([path.join(dist, 'cli.js')]), unit: 'KB' },
    // Half of it is a tokenizer's table, which does not get smaller.
    { name: 'VSIX', value: kilobytes([vsix]), unit: 'KB', limit: 2 * 1024 },
  ]);
}

/** A bundle and the chunks that it imports statically, those that they import, and so on. */
function loadedWith(bundle: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(bundle)) return known;
  known.add(bundle);
  // `import("…")` has a parenthesis: that is what loads when used.
  for (const [, target = ''] of readFileSync(bundle, 'utf8').matchAll(/\b(?:from|import) ?"(\.{1,2}\/[^"]+\.js)"/g)) {
    loadedWith(path.resolve(path.dirname(bundle), target), known);
  }
  return known;
}

/** Size of files together, in units of 1024 bytes. */
function kilobytes(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
}
