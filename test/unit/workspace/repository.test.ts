import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, pathInRepository, readActor, submodules } from '../../../src/workspace/repository.js';
import { gitFixture, temporaryFolder, type GitFixture } from './gitFixture.js';

describe('opening a repository', () => {
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  it('finds it from a subfolder, before the first commit too', async () => {
    mkdirSync(join(fixture.root, 'a', 'b c'), { recursive: true });
    const repository = await openRepository(join(fixture.root, 'a', 'b c'));
    assert.deepEqual(
      [repository?.root, repository?.gitDirectory, repository?.git.directory, repository?.shallow],
      [fixture.root, join(fixture.root, '.git'), fixture.root, false],
    );
  });

  it('gives a linked working tree its own root and the shared history', async () => {
    fixture.commit('first');
    const linked = join(temporaryFolder(), 'tree');
    fixture.git('worktree', 'add', '--quiet', linked);
    const repository = await openRepository(linked);
    assert.deepEqual([repository?.root, repository?.gitDirectory], [linked, join(fixture.root, '.git')]);
  });

  it('finds none outside a working tree', async () => {
    const folder = temporaryFolder();
    assert.equal(await openRepository(folder), undefined);
    assert.equal(await openRepository(join(fixture.root, '.git')), undefined);
  });

  it('takes from .gitmodules only what is checked out inside', async () => {
    const outside = gitFixture();
    fixture.write({
      '.gitmodules': `[submodule "x"]\n\tpath = ../${outside.root.split('/').at(-1)!}\n[submodule "y"]\n\tpath = missing\n[submodule "z"]\n\tpath = .\n`,
    });
    assert.deepEqual(await submodules(await fixture.open()), []);
    outside.remove();
  });

  it('knows where a file stands', async () => {
    const repository = await fixture.open();
    fixture.write({ 'a/b.md': 'b' });
    assert.equal(await pathInRepository(repository, join(fixture.root, 'a', 'b.md')), 'a/b.md');
    assert.equal(await pathInRepository(repository, join(fixture.root, '..', 'b.md')), undefined);
    assert.equal(await pathInRepository(repository, join(fixture.root, '..b.md')), '..b.md');
  });
});

describe('the actor', () => {
  const kept = { ...process.env };
  afterEach(() => (process.env = { ...kept }));

  it('is the git identity', async () => {
    const fixture = gitFixture();
    fixture.git('config', 'user.name', 'Zoë (Support) O’Neil');
    assert.deepEqual(await readActor(await fixture.open()), { name: 'Zoë (Support) O’Neil', email: 'ada@example.org' });
    fixture.remove();
  });

  it('is never made up: without an identity the error has the commands that set one', async () => {
    const fixture = gitFixture();
    fixture.git('config', '--unset', 'user.name');
    fixture.git('config', '--unset', 'user.email');
    const identity = /^(EMAIL|GIT_(AUTHOR|COMMITTER|CONFIG)_.*)$/;
    const environment = Object.entries(process.env).filter(([name]) => !identity.test(name));
    process.env = { ...Object.fromEntries(environment), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const repository = await fixture.open();
    await assert.rejects(readActor(repository), /git config --global user\.name .* git config --global user\.email/);
    fixture.remove();
  });
});
