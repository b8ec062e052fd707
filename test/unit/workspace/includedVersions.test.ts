import assert from 'node:assert/strict';
import { countVersions, historyPage } from '../../../src/workspace/history.js';
import { changedPrompts } from '../../../src/workspace/changedPrompts.js';
import { drafts, workingCopies } from '../../../src/workspace/draft.js';
import { readVersion } from '../../../src/workspace/versionContent.js';
import { gitFixture, type GitFixture } from './gitFixture.js';

const prompt = (...includes: string[]): string =>
  `Be kind.\n${includes.map((path) => `{% include "${path}" %}\n`).join('')}`;

/** The subjects of the commits that made the versions of a prompt, newest first, and their ids. */
async function versionsOf(fixture: GitFixture, path = 'p/a.j2') {
  const repository = await fixture.open();
  const { versions } = await historyPage(repository, path);
  assert.equal(await countVersions(repository, path), versions.length);
  return { subjects: versions.map(({ subject }) => subject), ids: versions.map(({ id }) => id), versions };
}

describe('the versions of a prompt that includes files', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  it('are made by whoever changes one of them, and are the tree that git would make of all', async () => {
    fixture.commit('first', { 'p/a.j2': prompt('tone.j2'), 'p/tone.j2': 'warm', 'tone.j2': 'another folder' });
    fixture.commit('colder', { 'p/tone.j2': 'cold' });
    fixture.commit('elsewhere', { 'tone.j2': 'is not included', 'p/b.j2': 'nor is this' });
    fixture.commit('both', { 'p/tone.j2': 'neutral', 'p/a.j2': `${prompt('tone.j2')}Be brief.\n` });
    fixture.commit('warm again', { 'p/tone.j2': 'warm', 'p/a.j2': prompt('tone.j2') });
    const { subjects, ids, versions } = await versionsOf(fixture);
    assert.deepEqual(subjects, ['warm again', 'both', 'colder', 'first']);
    assert.equal(ids[0], ids[3]);
    assert.equal(new Set(ids).size, 3);
    assert.equal(versions[2]?.path, 'p/a.j2');
    fixture.write({ 'x/prompt': prompt('tone.j2'), 'x/includes/tone.j2': 'cold' });
    fixture.git('add', 'x');
    assert.equal(fixture.git('rev-parse', `${fixture.git('write-tree')}:x`).slice(0, 12), ids[2]);
  });

  it('have the ids of their own files before the first include and after the last', async () => {
    const [bare, bare2] = ['Be kind.\n', 'Be very kind.\n'];
    fixture.commit('bare', { 'p/a.j2': bare, 'p/tone.j2': 'warm' });
    fixture.commit('not included yet', { 'p/tone.j2': 'cold' });
    fixture.commit('includes', { 'p/a.j2': prompt('tone.j2') });
    fixture.commit('changed', { 'p/tone.j2': 'warm' });
    fixture.commit('bare again', { 'p/a.j2': bare2 });
    fixture.commit('not included any more', { 'p/tone.j2': 'cold' });
    const { subjects, ids } = await versionsOf(fixture);
    assert.deepEqual(subjects, ['bare again', 'changed', 'includes', 'bare']);
    assert.deepEqual([ids[0], ids[3]], [fixture.id(bare2), fixture.id(bare)]);
  });

  it('follow includes of includes, those that come later, and those that are gone', async () => {
    fixture.commit('missing', { 'p/a.j2': prompt('x/one.j2') });
    fixture.commit('there', { 'p/x/one.j2': prompt('x/two.j2') });
    fixture.commit('two', { 'p/x/two.j2': '2' });
    fixture.commit('two changed', { 'p/x/two.j2': 'two' });
    fixture.commit('one without two', { 'p/x/one.j2': '1' });
    fixture.commit('no matter', { 'p/x/two.j2': 'zwei' });
    fixture.commit('gone', { 'p/x/one.j2': null });
    const { subjects, ids } = await versionsOf(fixture);
    assert.deepEqual(subjects, ['gone', 'one without two', 'two changed', 'two', 'there', 'missing']);
    assert.equal(ids[0], fixture.id(prompt('x/one.j2')), 'nothing is included where nothing is there');
  });

  it('are versions of every prompt that shares the file', async () => {
    fixture.commit('first', { 'p/a.j2': prompt('tone.j2'), 'p/b.j2': `B ${prompt('tone.j2')}`, 'p/tone.j2': 'warm' });
    fixture.commit('only a', { 'p/a.j2': `A ${prompt('tone.j2')}` });
    fixture.commit('both', { 'p/tone.j2': 'cold' });
    assert.deepEqual((await versionsOf(fixture)).subjects, ['both', 'only a', 'first']);
    assert.deepEqual((await versionsOf(fixture, 'p/b.j2')).subjects, ['both', 'first']);
  });

  it('survive a rename of the prompt, with its includes or without', async () => {
    fixture.commit('first', { 'p/old.j2': prompt('tone.j2'), 'p/tone.j2': 'warm' });
    fixture.commit('cold', { 'p/tone.j2': 'cold' });
    fixture.rename('p/old.j2', 'p/a.j2');
    fixture.commit('new', { 'p/tone.j2': 'new', 'p/old.j2': `another ${prompt('other.j2')}` });
    fixture.commit('of the other', { 'p/other.j2': 'other' });
    const { subjects, versions } = await versionsOf(fixture);
    assert.deepEqual(subjects, ['new', 'cold', 'first']);
    assert.deepEqual(
      versions.map(({ path }) => path),
      ['p/a.j2', 'p/old.j2', 'p/old.j2'],
    );
    fixture.git('mv', 'p', 'q');
    fixture.commit('moved');
    assert.deepEqual((await versionsOf(fixture, 'q/a.j2')).subjects, ['new', 'cold', 'first']);
    fixture.rename('q/tone.j2', 'q/voice.j2', { 'q/a.j2': prompt('voice.j2') });
    assert.equal((await versionsOf(fixture, 'q/a.j2')).subjects.length, 4, 'another reference is another content');
  });

  it('count a merge that brings the prompt of one side together with the include of the other', async () => {
    fixture.commit('first', { 'p/a.j2': prompt('tone.j2'), 'p/tone.j2': 'warm', 'p/other.j2': '' });
    fixture.branch('side');
    fixture.commit('side include', { 'p/tone.j2': 'cold' });
    fixture.branch('main');
    fixture.commit('main prompt', { 'p/a.j2': `${prompt('tone.j2')}Be brief.\n` });
    fixture.merge('side');
    fixture.branch('unrelated');
    fixture.commit('no matter', { 'p/other.j2': 'x' });
    fixture.branch('main');
    fixture.commit('after', { 'p/tone.j2': 'after' });
    fixture.merge('unrelated');
    const { subjects } = await versionsOf(fixture);
    assert.deepEqual(subjects, ['after', 'merge side', 'main prompt', 'side include', 'first']);
  });

  it('stand in their order where all commits share a second', async () => {
    const at = { ...process.env, GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000' };
    const names = ['first', 'cold', 'brief', 'warm', 'long'];
    const files = [
      { 'p/a.j2': prompt('tone.j2'), 'p/tone.j2': 'warm' },
      { 'p/tone.j2': 'cold' },
      { 'p/a.j2': `${prompt('tone.j2')}Be brief.\n` },
      { 'p/tone.j2': 'warm' },
      { 'p/a.j2': `${prompt('tone.j2')}Be long.\n` },
    ];
    for (const [index, subject] of names.entries()) {
      fixture.commit(subject, files[index]);
      fixture.git('-c', 'user.name=Ada', 'commit', '--quiet', '--amend', '--no-edit', `--date=${at.GIT_AUTHOR_DATE}`);
    }
    // Rebased in one go, so that the committer dates are the same.
    fixture.git('checkout', '--quiet', '-B', 'main');
    fixture.git('-c', 'rebase.updateRefs=false', 'rebase', '--quiet', '--root', '--committer-date-is-author-date');
    assert.deepEqual(new Set(fixture.git('log', '--format=%ct').split('\n')), new Set(['1700000000']));
    assert.deepEqual((await versionsOf(fixture)).subjects, names.toReversed());
  });

  it('do not read what a symbolic link or a path out of the folder leads to', async () => {
    const bare = prompt('../secret.j2', '/etc/hostname', 'link.j2');
    const { symlinkSync } = await import('node:fs');
    fixture.write({ 'p/a.j2': bare, 'secret.j2': 'secret' });
    symlinkSync('../secret.j2', `${fixture.root}/p/link.j2`);
    fixture.commit('first');
    fixture.commit('change', { 'secret.j2': 'changed' });
    const { subjects, ids } = await versionsOf(fixture);
    assert.deepEqual([subjects, ids], [['first'], [fixture.id(bare)]]);
  });

  it('are read with what they include, from history and after a rename, by their id', async () => {
    fixture.commit('first', { 'p/old.j2': prompt('tone.j2'), 'p/tone.j2': 'warm\r\n' });
    fixture.commit('cold', { 'p/tone.j2': '\ufeffcold' });
    fixture.rename('p/old.j2', 'p/a.j2', { 'p/tone.j2': 'new' });
    const repository = await fixture.open();
    const { versions } = await versionsOf(fixture);
    const tones = ['new', '\ufeffcold', 'warm\r\n'];
    for (const [index, { id, path, commit }] of versions.entries()) {
      const expected = { path, text: prompt('tone.j2'), includes: { 'tone.j2': tones[index] } };
      assert.deepEqual(await readVersion(repository, { id, path }), expected);
      assert.deepEqual(await readVersion(repository, { id, path, commit }), expected);
    }
    await assert.rejects(readVersion(repository, { id: '0123456789ab', path: 'p/a.j2' }), { name: 'HumanError' });
  });

  it('make a prompt a draft whose include was edited, deleted or made', async () => {
    fixture.commit('first', { 'p/a.j2': prompt('tone.j2', 'new.j2'), 'p/b.j2': 'B', 'p/tone.j2': 'warm' });
    const repository = await fixture.open();
    const paths = ['p/a.j2', 'p/b.j2'];
    const [head] = (await versionsOf(fixture)).ids;
    assert.deepEqual(await drafts(repository, paths), new Map());
    assert.deepEqual((await workingCopies(repository, paths)).get('p/a.j2'), { version: head, head });
    const edits = [{ 'p/tone.j2': 'cold' }, { 'p/tone.j2': null }, { 'p/tone.j2': 'warm', 'p/new.j2': 'new' }];
    for (const files of edits) {
      fixture.write(files);
      const found = await drafts(repository, paths);
      assert.deepEqual([...found.keys()], ['p/a.j2'], JSON.stringify(files));
      const version = found.get('p/a.j2');
      fixture.commit('as drafted');
      assert.equal((await versionsOf(fixture)).ids[0], version, 'the version that a commit makes of it');
      assert.deepEqual(await drafts(repository, paths), new Map());
    }
  });

  it('are no drafts for ever where git ignores an included file', async () => {
    fixture.commit('first', { 'p/a.j2': prompt('local.j2'), '.gitignore': 'local.j2\n' });
    fixture.write({ 'p/local.j2': 'mine' });
    assert.deepEqual(await drafts(await fixture.open(), ['p/a.j2']), new Map());
  });

  it('have 12 digits in a SHA-256 repository too', async () => {
    const other = gitFixture(['--object-format=sha256']);
    other.commit('first', { 'p/a.j2': prompt('x/tone.j2'), 'p/x/tone.j2': 'warm' });
    const { ids } = await versionsOf(other);
    other.write({ 'x/prompt': prompt('x/tone.j2'), 'x/includes/x/tone.j2': 'warm' });
    other.git('add', 'x');
    assert.equal(other.git('rev-parse', `${other.git('write-tree')}:x`).slice(0, 12), ids[0]);
    other.remove();
  });

  it('differ between two commits where only an included file does', async () => {
    fixture.commit('first', {
      'p/a.j2': prompt('tone.j2'),
      'p/b.j2': 'B',
      'p/c.j2': prompt('c.txt'),
      'p/tone.j2': 'warm',
    });
    fixture.commit('second', { 'p/tone.j2': 'cold' });
    const { ids } = await versionsOf(fixture);
    const globs = { globs: ['p/?.j2'] };
    assert.deepEqual(await changedPrompts(await fixture.open(), 'HEAD~1', 'HEAD', globs), [
      { path: 'p/a.j2', before: ids[1], after: ids[0] },
    ]);
    fixture.rename('p/a.j2', 'p/d.j2');
    assert.deepEqual(await changedPrompts(await fixture.open(), 'HEAD~2', 'HEAD', globs), [
      { path: 'p/d.j2', oldPath: 'p/a.j2', before: ids[1], after: ids[0] },
    ]);
  });
});
