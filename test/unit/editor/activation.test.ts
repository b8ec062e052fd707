import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

describe('what activation loads', () => {
  it('is our own code alone: libraries load when first used', async () => {
    const { metafile } = await build({
      absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
      entryPoints: ['src/extension.ts'],
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      external: ['vscode'],
      metafile: true,
      write: false,
    });
    const files = loadedWith('dist/extension.js', metafile);
    assert.ok(files.includes('src/editor/rollouts/rolloutsView.ts'));
    assert.deepEqual(
      files.filter((file) => file.includes('node_modules')),
      [],
    );
  });
});

/** The files in an output and in all outputs that it imports at once. */
function loadedWith(entry: string, { outputs }: Metafile): readonly string[] {
  const loaded = new Set([entry]);
  for (const name of loaded) {
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && path in outputs) loaded.add(path);
  }
  return [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
}
