import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './benchResult.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Sizes of what people download and of what the editor loads at first, built and packaged where they are missing. */
export function bench(): Promise<BenchResult[]> {
  return Promise.resolve([
    { name: 'dist/extension.js', value: kilobytes('dist/extension.js', 'build'), unit: 'KB', limit: 250 },
    { name: 'VSIX', value: kilobytes('.local/prompt-rollout.vsix', 'package'), unit: 'KB', limit: 1.5 * 1024 },
  ]);
}

/** Size of a file, in units of 1024 bytes, made by the npm script where it is not there. */
function kilobytes(path: string, script: string): number {
  // npm is a script of its own on Windows, which only a shell can start.
  if (!existsSync(root + path)) execFileSync(`npm run -s ${script}`, { cwd: root, stdio: 'inherit', shell: true });
  return statSync(root + path).size / 1024;
}
