import assert from 'node:assert/strict';
import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findPromptsInFolder } from '../../../src/workspace/folderFinder.js';
import { defaultConfiguration } from '../../../src/workspace/configuration/configuration.js';
import {
  findPrompts,
  listFiles,
  partialMatcher,
  promptMatcher,
  type PromptGlobs,
} from '../../../src/workspace/promptFinder.js';
import { gitFixture, temporaryFolder, type GitFixture } from './gitFixture.js';

const globs: PromptGlobs = { globs: ['**/*.prompt.{yml,yaml}', '**/*.prompty', '**/prompts/**/*.{md,txt}'] };

describe('finding prompts', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());
  const paths = async (which = globs): Promise<string[]> =>
    (await findPrompts(await fixture.open(), which)).map(({ path }) => path);

  it('finds committed and new files, sorted, with identity and format', async () => {
    fixture.commit('first', { 'prompts/b.md': 'b', 'src/code.ts': 'x', '.github/a.prompt.yml': 'a' });
    fixture.write({ 'c.prompty': 'c' });
    assert.deepEqual(await findPrompts(await fixture.open(), globs), [
      { path: '.github/a.prompt.yml', id: '.github/a', format: 'prompt-yml' },
      { path: 'c.prompty', id: 'c', format: 'prompty' },
      { path: 'prompts/b.md', id: 'prompts/b', format: 'plain' },
    ]);
  });

  it('leaves out what is ignored, excluded or deleted', async () => {
    fixture.commit('first', {
      'prompts/a.md': 'a',
      'prompts/gone.md': 'x',
      'vendor/deep/prompts/b.md': 'b',
      '.gitignore': 'build/\n',
    });
    fixture.write({ 'prompts/gone.md': null, 'build/c.prompty': 'c' });
    assert.deepEqual(await paths(), ['prompts/a.md', 'vendor/deep/prompts/b.md']);
    assert.deepEqual(await paths({ ...globs, exclude: ['**/vendor'] }), ['prompts/a.md']);
    assert.deepEqual(await paths({ ...globs, exclude: ['vendor/**', 'prompts/*.md'] }), []);
  });

  it('lists what is there: a file that is deleted but not committed is gone, one that is staged is not', async () => {
    fixture.commit('first', { 'R a.md': 'a', 'b.md': 'b' });
    fixture.write({ 'c.md': 'c' });
    fixture.git('add', 'c.md');
    unlinkSync(join(fixture.root, 'b.md'));
    assert.deepEqual(await listFiles(await fixture.open()), ['R a.md', 'c.md']);
  });

  it('leaves out symbolic links, and what is reached through one', async () => {
    const outside = temporaryFolder();
    const elsewhere = gitFixture([], outside);
    elsewhere.write({ 'a.md': 'secret' });
    fixture.commit('first', { 'prompts/real.md': 'x', 'prompts/sub/a.md': 'a' });
    symlinkSync(join(outside, 'a.md'), join(fixture.root, 'prompts', 'out.md'));
    symlinkSync('real.md', join(fixture.root, 'prompts', 'in.md'));
    fixture.write({ 'prompts/sub/a.md': null });
    fixture.git('clean', '-fdq', 'prompts/sub');
    symlinkSync(outside, join(fixture.root, 'prompts', 'sub2'));
    assert.deepEqual(await paths(), ['prompts/real.md']);
    elsewhere.remove();
  });

  it('lists a file once while it is in conflict', async () => {
    fixture.commit('first', { 'prompts/a.md': '1\n' });
    fixture.branch('side');
    fixture.commit('side', { 'prompts/a.md': '2\n' });
    fixture.branch('main');
    fixture.commit('main', { 'prompts/a.md': '3\n' });
    assert.throws(() => fixture.git('merge', 'side'));
    assert.deepEqual(await paths(), ['prompts/a.md']);
  });

  it('takes names as they are', async () => {
    const names = ['prompts/-x.md', 'prompts/a b.md', 'prompts/line\nend.md', 'prompts/quo"te.md', 'prompts/ü.md'];
    fixture.commit('first', Object.fromEntries(names.map((name) => [name, name])));
    assert.deepEqual(await paths(), names.sort());
    assert.deepEqual(await listFiles(await fixture.open()), names);
  });

  it('tells of one path', () => {
    assert.equal(promptMatcher(globs)('x/prompts/a.md')?.id, 'x/prompts/a');
    assert.equal(promptMatcher(globs)('x/a.md'), undefined);
    assert.equal(promptMatcher({ ...globs, exclude: ['x'] })('x/prompts/a.md'), undefined);
  });

  it('takes partials of template languages for no prompts, but knows them', async () => {
    const endings = ['prompt', 'j2', 'jinja', 'mustache', 'hbs', 'liquid'];
    const partials = endings.flatMap((ending) => [`prompts/_a.${ending}`, `prompts/b/_a.b.${ending}`]);
    const prompts = [
      ...endings.map((ending) => `prompts/a_.${ending}`),
      ...['md', 'txt', 'prompty', 'prompt.yml'].map((ending) => `prompts/_a.${ending}`),
      'prompts/_b/a.j2',
    ];
    fixture.commit('first', Object.fromEntries([...partials, ...prompts].map((path) => [path, path])));
    const usual: PromptGlobs = { globs: defaultConfiguration.prompts };
    assert.deepEqual(await paths(usual), [...prompts].sort());
    const isPartial = partialMatcher(usual);
    assert.deepEqual(partials.filter(isPartial), partials);
    assert.deepEqual([...prompts, 'src/_a.j2', 'prompts/_a.ts'].filter(isPartial), []);
    assert.equal(partialMatcher({ ...usual, exclude: ['prompts/b'] })('prompts/b/_a.j2'), false);
  });
});

describe('finding prompts without git', () => {
  it('walks the folder, skips what holds no prompts, and says when it did not see all', async () => {
    const folder = temporaryFolder();
    const files = gitFixture([], folder);
    files.write({
      'prompts/a.md': 'a',
      'x/y/b.prompty': 'b',
      'node_modules/m/c.prompty': 'c',
      'x/.git/d.prompty': 'd',
    });
    symlinkSync(folder, join(folder, 'x', 'loop'));
    const found = async (limits?: { depth?: number; entries?: number }): Promise<unknown> => {
      const { prompts, complete } = await findPromptsInFolder(folder, globs, limits);
      return [prompts.map(({ path }) => path), complete];
    };
    assert.deepEqual(await found(), [['prompts/a.md', 'x/y/b.prompty'], true]);
    assert.deepEqual(await found({ depth: 1 }), [['prompts/a.md'], false]);
    assert.deepEqual(await found({ entries: 2 }), [[], false]);
    files.remove();
  });
});
