import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { projectRoot } from '../../../scripts/host/paths.mjs';
import { builtIn, contributes, hasEmbedded } from './tokenise.js';

const { languages = [], grammars = [] } = contributes(projectRoot);

describe('the languages that the extension brings', () => {
  it('have a grammar and a configuration, which are in the package', async () => {
    const packaged = await listFiles({ cwd: projectRoot, packageManager: PackageManager.None });
    const files = [
      ...languages.map(({ configuration }) => configuration ?? ''),
      ...grammars.map((grammar) => grammar.path),
    ];
    for (const file of files) {
      assert.ok(packaged.includes(path.normalize(file)), file);
      assert.doesNotThrow(() => void JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')), file);
    }
    for (const { id } of languages)
      assert.ok(
        grammars.some(({ language }) => language === id),
        id,
      );
  });

  it('take no file from a language that VS Code has', function () {
    if (!hasEmbedded) return this.skip();
    const claimed = readdirSync(builtIn)
      .flatMap((name) => contributes(path.join(builtIn, name)).languages ?? [])
      .flatMap(({ id, extensions = [] }) => [id, ...extensions]);
    for (const { id, extensions = [] } of languages)
      for (const own of [id, ...extensions]) assert.ok(!claimed.includes(own), own);
  });

  it('are there for general template files only where prompts are', () => {
    for (const { id, extensions, filenamePatterns } of languages) {
      if (id === 'dotprompt' || id === 'prompty') continue;
      assert.equal(extensions, undefined, id);
      for (const pattern of filenamePatterns ?? []) assert.match(pattern, /^\*\*\/prompts\/\*\*\//);
    }
  });
});
