import assert from 'node:assert/strict';
import { changedPrompts } from '../../../src/workspace/changedPrompts.js';
import { listCommits, listTags, resolveCommit } from '../../../src/workspace/commits.js';
import { gitFixture, type GitFixture } from './gitFixture.js';

const globs = { globs: ['prompts/**/*.md'] };
const text = (change: string): string => `${'A rule that stays.\n'.repeat(20)}${change}\n`;

describe('points in history', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  it('lists the prompts that differ between two of them, and nothing else', async () => {
    fixture.commit('first', {
      'prompts/a.md': '1\n',
      'prompts/b.md': text('b'),
      'prompts/gone.md': 'gone\n',
      'prompts/same.md': 's\n',
      'prompts/out.md': text('out'),
      'code.ts': '1\n',
    });
    fixture.git('tag', 'v1');
    fixture.rename('prompts/b.md', 'prompts/c.md', { 'prompts/c.md': text('c') });
    fixture.rename('prompts/out.md', 'out.md');
    fixture.commit('more', {
      'prompts/a.md': '2\n',
      'prompts/gone.md': null,
      'prompts/new.md': 'new\n',
      'code.ts': '2\n',
    });
    assert.deepEqual(await changedPrompts(await fixture.open(), 'v1', 'HEAD', globs), [
      { path: 'prompts/a.md', before: fixture.id('1\n'), after: fixture.id('2\n') },
      { path: 'prompts/c.md', oldPath: 'prompts/b.md', before: fixture.id(text('b')), after: fixture.id(text('c')) },
      { path: 'prompts/gone.md', before: fixture.id('gone\n') },
      { path: 'prompts/new.md', after: fixture.id('new\n') },
      { path: 'prompts/out.md', before: fixture.id(text('out')) },
    ]);
  });

  it('never takes what a person writes for an option or a range', async () => {
    fixture.commit('first');
    fixture.commit('second');
    fixture.git('update-ref', 'refs/tags/-x', 'HEAD');
    const repository = await fixture.open();
    for (const name of ['--all', '-rf', '--output=/tmp/x', 'HEAD~1..HEAD', '^HEAD', 'none', '', 'a\nb', 'a\0b']) {
      await assert.rejects(resolveCommit(repository, name), { name: 'HumanError', trouble: 'input' }, name);
      await assert.rejects(changedPrompts(repository, name, 'HEAD', globs), { name: 'HumanError' }, name);
    }
    assert.equal(await resolveCommit(repository, '-x'), fixture.git('rev-parse', 'HEAD'));
    assert.equal(await resolveCommit(repository, 'HEAD~1'), fixture.git('rev-parse', 'HEAD~1'));
  });

  it('lists tags of commits and recent commits, newest first', async () => {
    const first = fixture.commit('first | "one"', { 'a.md': '1' });
    fixture.git('tag', 'v1');
    const second = fixture.commit('zweiter Stand: Grüße');
    fixture.git('tag', '--annotate', 'release/2', '--message', 'Second release');
    fixture.git('tag', 'blob', fixture.git('rev-parse', 'HEAD:a.md'));
    const repository = await fixture.open();
    assert.deepEqual(
      (await listTags(repository)).map(({ name, commit, subject }) => [name, commit, subject]),
      [
        ['release/2', second, 'Second release'],
        ['v1', first, 'first | "one"'],
      ],
    );
    assert.deepEqual(await listCommits(repository), [
      { name: second.slice(0, 7), commit: second, time: '2023-11-14T23:15:20+01:00', subject: 'zweiter Stand: Grüße' },
      { name: first.slice(0, 7), commit: first, time: '2023-11-14T23:14:20+01:00', subject: 'first | "one"' },
    ]);
    assert.equal((await listCommits(repository, 1)).length, 1);
  });

  it('lists none in an empty repository', async () => {
    const repository = await fixture.open();
    assert.deepEqual([await listTags(repository), await listCommits(repository)], [[], []]);
  });
});
