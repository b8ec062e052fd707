import assert from 'node:assert/strict';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { drafts, workingCopies, workingVersion } from '../../../src/workspace/draft.js';
import { gitFixture, type GitFixture } from './gitFixture.js';

describe('the working copy', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  it('has the version of its content, and is a draft while that is not what is committed', async () => {
    fixture.commit('first', { 'a.md': '1\n', 'b.md': '1\n', 'gone.md': '1\n' });
    fixture.write({ 'b.md': '2\n', 'new.md': '3\n', 'gone.md': null });
    const repository = await fixture.open();
    assert.equal(await workingVersion(repository, 'a.md'), fixture.id('1\n'));
    assert.equal(await workingVersion(repository, 'gone.md'), undefined);
    const expected = new Map([
      ['b.md', fixture.id('2\n')],
      ['new.md', fixture.id('3\n')],
    ]);
    assert.deepEqual(await drafts(repository, ['a.md', 'b.md', 'gone.md', 'new.md']), expected);
  });

  it('knows versions before the first commit', async () => {
    fixture.write({ 'a.md': '1\n' });
    assert.deepEqual(
      await workingCopies(await fixture.open(), ['a.md']),
      new Map([['a.md', { version: fixture.id('1\n') }]]),
    );
  });

  it('looks at what is on disk, not at what is staged', async () => {
    fixture.commit('first', { 'a.md': '1\n' });
    fixture.write({ 'a.md': '2\n' });
    fixture.git('add', 'a.md');
    fixture.write({ 'a.md': '1\n' });
    assert.deepEqual(await drafts(await fixture.open(), ['a.md']), new Map());
  });

  it('is no draft only for its line ends, with core.autocrlf', async () => {
    fixture.git('config', 'core.autocrlf', 'true');
    fixture.commit('first', { 'a.md': '1\n2\n' });
    fixture.write({ 'a.md': '1\r\n2\r\n' });
    assert.equal(await workingVersion(await fixture.open(), 'a.md'), fixture.id('1\n2\n'));
    assert.deepEqual(await drafts(await fixture.open(), ['a.md']), new Map());
  });

  it('leaves CRLF that was committed, as git add does', async () => {
    fixture.commit('first', { 'a.md': '1\r\n2\r\n', 'auto.md': '1\r\n', 'text.md': '1\r\n' });
    fixture.git('config', 'core.autocrlf', 'true');
    fixture.write({ '.gitattributes': 'auto.md text=auto\ntext.md text\n' });
    const repository = await fixture.open();
    assert.deepEqual(
      await drafts(repository, ['a.md', 'auto.md', 'text.md']),
      new Map([['text.md', fixture.id('1\n')]]),
    );
    fixture.write({ 'a.md': '1\r\n3\r\n' });
    assert.deepEqual(await drafts(repository, ['a.md']), new Map([['a.md', fixture.id('1\r\n3\r\n')]]));
  });

  for (const key of ['clean', 'process']) {
    it(`runs no filter.*.${key} of the repository`, async () => {
      const ran = join(fixture.root, 'ran');
      for (const name of ['evil', 'e=v.i l']) {
        fixture.git('config', `filter.${name}.${key}`, `touch '${ran}'; cat`);
        fixture.git('config', `filter.${name}.required`, 'true');
      }
      fixture.git('config', 'core.fsmonitor', `touch '${ran}'; false`);
      fixture.write({ '.gitattributes': '*.md filter=evil\n', 'a.md': '1\n' });
      assert.equal(await workingVersion(await fixture.open(), 'a.md'), fixture.id('1\n'));
      assert.equal(existsSync(ran), false);
      // The same does run when git is left to itself, so that this test can fail.
      assert.doesNotThrow(() => {
        try {
          fixture.git('hash-object', 'a.md');
        } catch {
          // what runs is no real filter
        }
      });
      assert.equal(existsSync(ran), true);
    });
  }

  it('takes every name as it is, and no symbolic link', async () => {
    const names = ['-x.md', 'a b.md', '"q".md', 'back\\slash.md', 'line\nend.md', 'cr\r.md', 'ü/プ.md', ':(glob)*.md'];
    fixture.commit('first', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    symlinkSync('a b.md', join(fixture.root, 'link.md'));
    const copies = await workingCopies(await fixture.open(), [...names, 'link.md']);
    assert.deepEqual(
      copies,
      new Map(names.map((name) => [name, { version: fixture.id(`${name}\n`), head: fixture.id(`${name}\n`) }])),
    );
  });

  it('takes very many prompts at once', async () => {
    const names = Array.from(
      { length: 1000 },
      (_, index) => `prompts/${'long-folder-name-'.repeat(8)}/prompt-${index}.md`,
    );
    fixture.commit('first', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    fixture.write({ [names[999]!]: 'changed\n' });
    assert.deepEqual(await drafts(await fixture.open(), names), new Map([[names[999], fixture.id('changed\n')]]));
  });
});
