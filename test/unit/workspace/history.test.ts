import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { HumanError } from '../../../src/prompts/humanError.js';
import { countVersions, historyPage } from '../../../src/workspace/history.js';
import { openRepository, submodules, type Repository } from '../../../src/workspace/repository.js';
import { gitFixture, temporaryFolder, type GitFixture } from './gitFixture.js';

/** A prompt long enough that git knows it again after a small change. */
const text = (change: string): string =>
  `${Array.from({ length: 20 }, (_, line) => `Rule ${line}: be kind.`).join('\n')}\n${change}\n`;

describe('the history of a prompt', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  const ids = (...changes: string[]): string[] => changes.map((change) => fixture.id(text(change)));
  const history = async (path: string, repository?: Repository): Promise<string[]> => {
    const opened = repository ?? (await fixture.open());
    const { versions } = await historyPage(opened, path);
    assert.equal(await countVersions(opened, path), versions.length);
    return versions.map(({ id }) => id);
  };

  it('tells who made each version, when, why, and where the file was', async () => {
    fixture.commit('first', { 'a.prompt.yml': text('1') });
    const commit = fixture.commit('Kürzere Antworten', { 'a.prompt.yml': text('2') });
    const { versions, head, shallow, next } = await historyPage(await fixture.open(), 'a.prompt.yml');
    assert.deepEqual(versions[0], {
      id: fixture.id(text('2')),
      commit,
      path: 'a.prompt.yml',
      author: 'Ada Test',
      email: 'ada@example.org',
      time: '2023-11-14T23:15:20+01:00',
      subject: 'Kürzere Antworten',
    });
    assert.deepEqual(
      { length: versions.length, head, shallow, next },
      { length: 2, head: commit, shallow: false, next: undefined },
    );
  });

  it('keeps both sides of a rename on one branch and an edit on the other', async () => {
    fixture.commit('first', { 'old.md': text('1') });
    fixture.branch('side');
    fixture.rename('old.md', 'new.md');
    fixture.branch('main');
    fixture.commit('edit', { 'old.md': text('2') });
    fixture.merge('side');
    assert.deepEqual(await history('new.md'), ids('2', '1'));
  });

  it('keeps them when the edit was merged the other way round, and edited after', async () => {
    fixture.commit('first', { 'old.md': text('1') });
    fixture.branch('side');
    fixture.commit('edit', { 'old.md': text('2') });
    fixture.branch('main');
    fixture.rename('old.md', 'new.md');
    fixture.merge('side');
    fixture.commit('edit', { 'new.md': text('3') });
    assert.deepEqual(await history('new.md'), ids('3', '2', '1'));
  });

  it('counts a merge that was resolved by hand, and no other merge', async () => {
    fixture.commit('first', { 'a.md': text('1') });
    fixture.branch('side');
    fixture.commit('side', { 'a.md': text('2') });
    fixture.branch('main');
    fixture.commit('main', { 'a.md': text('3') });
    const merge = fixture.merge('side', { 'a.md': text('4') });
    fixture.branch('other', 'HEAD~1');
    fixture.commit('unrelated', { 'b.md': 'b' });
    fixture.branch('main');
    fixture.merge('other');
    const { versions } = await historyPage(await fixture.open(), 'a.md');
    assert.deepEqual(
      versions.map(({ id }) => id),
      ids('4', '3', '2', '1'),
    );
    assert.equal(versions[0]?.commit, merge);
  });

  it('finds contents behind merges of merges, with a rename on an inner branch', async () => {
    fixture.commit('first', { 'a.md': text('1') });
    fixture.branch('outer');
    fixture.commit('outer', { 'a.md': text('2') });
    fixture.branch('inner');
    fixture.rename('a.md', 'b.md', { 'b.md': text('3') });
    fixture.branch('outer');
    fixture.commit('outer again', { 'a.md': text('4') });
    fixture.merge('inner', { 'b.md': text('5'), 'a.md': null });
    fixture.branch('main');
    fixture.commit('main', { 'a.md': text('6') });
    fixture.merge('outer', { 'b.md': text('7') });
    assert.deepEqual(await history('b.md'), ids('7', '6', '5', '4', '3', '2', '1'));
  });

  it('follows names that change back and forth', async () => {
    fixture.commit('first', { 'a.md': text('1') });
    for (let turn = 0; turn < 4; turn += 1) {
      fixture.rename('a.md', 'b.md');
      fixture.commit('edit', { 'b.md': text(`b${turn}`) });
      fixture.rename('b.md', 'a.md', { 'a.md': text(`a${turn}`) });
    }
    assert.deepEqual(await history('a.md'), ids('a3', 'b3', 'a2', 'b2', 'a1', 'b1', 'a0', 'b0', '1'));
  });

  it('does not mix in a prompt that later took the old name', async () => {
    fixture.commit('first', { 'a.md': text('1') });
    fixture.rename('a.md', 'b.md');
    fixture.commit('another prompt', { 'a.md': 'Something else altogether.\n' });
    fixture.commit('and its edit', { 'a.md': 'Something else altogether, edited.\n' });
    fixture.commit('edit', { 'b.md': text('2') });
    assert.deepEqual(await history('b.md'), ids('2', '1'));
  });

  it('keeps the commit that made a content, not one that made it again', async () => {
    const made = fixture.commit('first', { 'a.md': text('1') });
    fixture.commit('gone', { 'a.md': null });
    fixture.commit('back', { 'a.md': text('1') });
    fixture.git('update-index', '--chmod=+x', 'a.md');
    fixture.git('commit', '--quiet', '--message', 'mode');
    fixture.git('checkout', '--quiet', '--', '.');
    fixture.rename('a.md', 'b.md');
    const { versions } = await historyPage(await fixture.open(), 'b.md');
    assert.deepEqual(
      versions.map(({ id, commit }) => [id, commit]),
      [[fixture.id(text('1')), made]],
    );
  });

  it('shows a content that returns as a further entry', async () => {
    for (const change of ['1', '2', '1']) fixture.commit(change, { 'a.md': text(change) });
    fixture.commit('gone', { 'a.md': null });
    fixture.commit('back, changed', { 'a.md': text('3') });
    assert.deepEqual(await history('a.md'), ids('3', '1', '2', '1'));
  });

  it('is empty in an empty repository and for a file never committed', async () => {
    assert.deepEqual(await history('a.md'), []);
    fixture.commit('other', { 'b.md': 'b' });
    assert.deepEqual(await history('a.md'), []);
  });

  it('says that a shallow clone leaves something out', async () => {
    for (const change of ['1', '2', '3']) fixture.commit(change, { 'a.md': text(change) });
    const clone = temporaryFolder();
    execFileSync('git', ['clone', '--quiet', '--depth=2', `file://${fixture.root}`, clone], { stdio: 'pipe' });
    const repository = await openRepository(clone);
    const page = await historyPage(repository!, 'a.md');
    assert.deepEqual(
      [repository?.shallow, page.shallow, page.versions.map(({ id }) => id)],
      [true, true, ids('3', '2')],
    );
  });

  it('reads a clone without contents, where only unchanged renames can be known', async () => {
    fixture.git('config', 'uploadpack.allowFilter', 'true');
    fixture.commit('1', { 'a.md': text('1') });
    fixture.rename('a.md', 'b.md');
    fixture.commit('2', { 'b.md': text('2') });
    fixture.rename('b.md', 'c.md', { 'c.md': text('3') });
    const clone = temporaryFolder();
    execFileSync(
      'git',
      ['clone', '--quiet', '--bare', '--filter=blob:none', `file://${fixture.root}`, join(clone, '.git')],
      { stdio: 'pipe' },
    );
    execFileSync('git', ['config', 'core.bare', 'false'], { cwd: clone });
    assert.deepEqual(await history('c.md', await openRepository(clone)), ids('3'));
    assert.deepEqual(await history('b.md', await openRepository(clone)), ids('2', '1'));
  });

  it('works on a detached HEAD, in a subfolder and in a linked working tree', async () => {
    fixture.commit('1', { 'sub/a.md': text('1') });
    fixture.commit('2', { 'sub/a.md': text('2') });
    const linked = temporaryFolder();
    fixture.git('worktree', 'add', '--quiet', '--detach', join(linked, 'tree'), 'HEAD~1');
    fixture.git('checkout', '--quiet', '--detach');
    assert.deepEqual(await history('sub/a.md', await openRepository(join(fixture.root, 'sub'))), ids('2', '1'));
    assert.deepEqual(await history('sub/a.md', await openRepository(join(linked, 'tree', 'sub'))), ids('1'));
  });

  it('follows several roots', async () => {
    fixture.commit('1', { 'a.md': text('1') });
    fixture.git('checkout', '--quiet', '--orphan', 'island');
    fixture.commit('2', { 'a.md': text('2') });
    fixture.git('checkout', '--quiet', 'main');
    fixture.git(
      'merge',
      '--quiet',
      '--no-ff',
      '--no-commit',
      '--allow-unrelated-histories',
      '--strategy=ours',
      'island',
    );
    fixture.commit('joined');
    assert.deepEqual(await history('a.md'), ids('2', '1'));
  });

  it('reads a submodule as a repository of its own', async () => {
    const inner = gitFixture();
    inner.commit('1', { 'a.md': text('1') });
    fixture.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'my mod');
    fixture.commit('with a module');
    const [module, ...others] = await submodules(await fixture.open());
    assert.deepEqual([module?.root, others], [join(fixture.root, 'my mod'), []]);
    assert.deepEqual(await history('a.md', module), ids('1'));
    inner.remove();
  });

  for (const path of [
    'with space/a b.md',
    '"quoted"\'.md',
    'Grüße/プロンプト.md',
    '-leading.md',
    '--output=x.md',
    'line\nend.md',
    ':(top)a*[b]?.md',
    ':x.md',
    'tab\t.md',
  ]) {
    it(`takes the path ${JSON.stringify(path)} as it is`, async () => {
      fixture.commit('1', { [path]: text('1'), 'a.md': 'x' });
      fixture.rename(path, `${path}.renamed.md`, { [`${path}.renamed.md`]: text('2') });
      fixture.commit('2', { 'a.md': 'y' });
      assert.deepEqual(await history(`${path}.renamed.md`), ids('2', '1'));
    });
  }

  it('shows what is committed, with core.autocrlf', async () => {
    fixture.git('config', 'core.autocrlf', 'true');
    fixture.commit('1', { 'a.md': text('1').replaceAll('\n', '\r\n') });
    assert.deepEqual(await history('a.md'), ids('1'));
  });

  it('has 12 digits in a SHA-256 repository too', async () => {
    fixture.remove();
    fixture = gitFixture(['--object-format=sha256']);
    fixture.commit('1', { 'a.md': text('1') });
    fixture.rename('a.md', 'b.md', { 'b.md': text('2') });
    assert.deepEqual(await history('b.md'), ids('2', '1'));
    const { next } = await historyPage(await fixture.open(), 'b.md', { count: 1 });
    assert.equal((await historyPage(await fixture.open(), 'b.md', { after: next })).versions.length, 1);
  });

  it('shows what was committed, not what replaces or grafts it here', async () => {
    const commits = ['1', '2', '3'].map((change) => fixture.commit(change, { 'a.md': text(change) }));
    fixture.git('replace', '--graft', commits[2]!);
    fixture.write({ '.git/info/grafts': `${commits[1]!}\n` });
    assert.deepEqual(await history('a.md'), ids('3', '2', '1'));
  });

  it('does not depend on how the user likes to read logs', async () => {
    fixture.commit('1', { 'a.md': text('1') });
    fixture.branch('side');
    fixture.commit('2', { 'a.md': text('2') });
    fixture.branch('main');
    fixture.commit('3', { 'a.md': text('3') });
    fixture.merge('side', { 'a.md': text('4') });
    const settings = {
      'log.showRoot': 'false',
      'log.diffMerges': 'combined',
      'log.follow': 'true',
      'color.ui': 'always',
      'log.decorate': 'full',
      'diff.renames': 'copies',
      'diff.relative': 'true',
      'log.date': 'relative',
      'format.pretty': 'fuller',
    };
    for (const [key, value] of Object.entries(settings)) fixture.git('config', key, value);
    assert.deepEqual(await history('a.md'), ids('4', '3', '2', '1'));
  });

  it('takes a symbolic link for no content', async () => {
    fixture.git('config', 'core.symlinks', 'true');
    fixture.commit('1', { 'a.md': text('1') });
    fixture.write({ 'a.md': null });
    execFileSync('ln', ['-s', 'b.md', join(fixture.root, 'a.md')]);
    fixture.commit('link');
    assert.deepEqual(await history('a.md'), ids('1'));
  });

  it('goes on with the same history when there are new commits between pages', async () => {
    for (let change = 1; change <= 7; change += 1) fixture.commit(`${change}`, { 'a.md': text(`${change}`) });
    const repository = await fixture.open();
    const first = await historyPage(repository, 'a.md', { count: 3 });
    fixture.commit('8', { 'a.md': text('8') });
    const second = await historyPage(repository, 'a.md', { count: 3, after: first.next });
    const third = await historyPage(repository, 'a.md', { count: 3, after: second.next });
    assert.deepEqual(
      [...first.versions, ...second.versions, ...third.versions].map(({ id }) => id),
      ids('7', '6', '5', '4', '3', '2', '1'),
    );
    assert.equal(third.next, undefined);
    assert.equal(await countVersions(repository, 'a.md', undefined, first.head), 7);
    assert.equal(await countVersions(repository, 'a.md'), 8);
  });

  it('has no next page when the last one is exactly full', async () => {
    for (const change of ['1', '2']) fixture.commit(change, { 'a.md': text(change) });
    const page = await historyPage(await fixture.open(), 'a.md', { count: 2 });
    assert.deepEqual([page.versions.length, page.next], [2, undefined]);
  });

  it('refuses a place that is none, and can be cancelled', async () => {
    const repository = await fixture.open();
    await assert.rejects(historyPage(repository, 'a.md', { after: '--all:3' }), HumanError);
    const cancelled = { name: 'HumanError', trouble: 'cancelled' };
    await assert.rejects(historyPage(repository, 'a.md', {}, AbortSignal.abort()), cancelled);
  });
});
