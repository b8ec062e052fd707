// Bundles the extension and its worker (with chunks that load when used), and the terminal command (one file; rendering and comparing need the worker beside it).
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Some libraries still call `require`, which an ES module does not have. */
const requireForLibraries =
  "import { createRequire as createRequireForLibraries } from 'node:module'; const require = createRequireForLibraries(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  // jsonc-parser's `main` finds its parts at run time only, and would not be bundled.
  mainFields: ['module', 'main'],
  minify: true,
  logLevel: 'warning',
  define: { 'process.env.PROMPT_ROLLOUT_VERSION': JSON.stringify(version) },
};

rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  ...common,
  target: 'node22',
  entryPoints: ['src/extension.ts', 'src/worker.ts'],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  sourcemap: process.argv.includes('--sourcemap'),
  external: ['vscode'],
  banner: { js: requireForLibraries },
});
await build({
  ...common,
  target: 'node20.19',
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/cli.js',
  banner: { js: `#!/usr/bin/env node\n${requireForLibraries}` },
});
