// Bundles the extension and its worker (with chunks that load when used), and the terminal command (one file; rendering and comparing need the worker beside it).
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
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

/**
 * A tokenizer's table is the largest thing we ship by far; packed, it is a third of its size.
 * @type {import('esbuild').Plugin}
 */
const packedTables = {
  name: 'packed tables',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]bpeRanks[\\/]\w+\.js$/ }, async ({ path }) => {
      const { default: table } = await import(pathToFileURL(path).href);
      const packed = brotliCompressSync(JSON.stringify(table)).toString('base64');
      const contents = `import { brotliDecompressSync } from 'node:zlib';
        export default JSON.parse(brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString());`;
      return { contents, loader: 'js' };
    });
  },
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
  plugins: [packedTables],
  banner: { js: requireForLibraries },
});
await build({
  ...common,
  target: 'node20.19',
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/cli.js',
  banner: { js: `#!/usr/bin/env node\n${requireForLibraries}` },
});
