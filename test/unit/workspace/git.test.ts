import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitError, openGit, requireGit } from '../../../src/workspace/git.js';
import { gitEnvironment } from '../../../src/workspace/gitEnvironment.js';
import { gitFixture, temporaryFolder, type GitFixture } from './gitFixture.js';

describe('running git', () => {
  let fixture: GitFixture;
  const path = process.env.PATH;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => {
    process.env.PATH = path;
    fixture.remove();
  });

  /** Puts a program called git before the real one. */
  const standIn = (script: string): void => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'git'), 0o755);
    process.env.PATH = `${folder}:${path ?? ''}`;
  };

  it('hands input over and returns what was printed', async () => {
    const id = (await openGit(fixture.root).text(['hash-object', '--stdin'], { input: 'hello\n' })).trim();
    assert.equal(id, 'ce013625030ba8dba906f756967f9e9ca394464a');
  });

  it('keeps arguments, exit code and message of what fails, without passwords', async () => {
    const failed = openGit(fixture.root).run(['rev-parse', '--verify', 'https://me:secret@host.example/x']);
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof GitError);
      assert.deepEqual([error.exitCode, error.args[0]], [128, 'rev-parse']);
      return true;
    });
    standIn('echo "fatal: cannot reach \'https://me:secret@host.example/x\'" >&2; exit 128');
    await assert.rejects(
      openGit(fixture.root).run(['fetch']),
      (error: Error) => !error.message.includes('secret') && error.message.includes('host.example'),
    );
  });

  it('stops git when cancelled, and when the reader stops', async () => {
    const signal = AbortSignal.timeout(50);
    standIn('exec sleep 20');
    await assert.rejects(openGit(fixture.root).run(['log'], { signal }), { name: 'HumanError', trouble: 'cancelled' });
    standIn('while :; do echo line; done');
    for await (const chunk of openGit(fixture.root).stream(['log'], { maxBytes: Infinity })) {
      assert.match(chunk.toString(), /^line/);
      break;
    }
  });

  it('stops git when it prints too much', async () => {
    standIn('while :; do echo line; done');
    await assert.rejects(openGit(fixture.root).run(['log'], { maxBytes: 10_000 }), {
      name: 'HumanError',
      trouble: 'refused',
    });
  });

  it('says what to do when git is missing, too old, or does not trust the folder, and when there is no folder', async () => {
    await assert.rejects(openGit(join(fixture.root, 'none')).run(['version']), /folder .*none does not exist/);
    standIn('echo git version 2.30.9');
    await assert.rejects(requireGit(openGit(fixture.root)), /git version 2\.30\.9 is too old .* 2\.31 or newer/);
    standIn('echo git version 2.31.0.windows.1');
    await requireGit(openGit(fixture.root));
    standIn(`echo "fatal: detected dubious ownership in repository at '/some/where'" >&2; exit 128`);
    await assert.rejects(openGit(fixture.root).run(['status']), /safe\.directory '\/some\/where'/);
    process.env.PATH = join(fixture.root, 'none');
    await assert.rejects(openGit(fixture.root).run(['version']), /install git 2\.31 or newer/);
  });

  it('refuses a NUL in an argument', async () => {
    await assert.rejects(openGit(fixture.root).run(['log', 'a\0b']), { name: 'HumanError', trouble: 'input' });
  });

  it('reaches no other machine unless it may', async () => {
    const other = gitFixture();
    other.commit('first');
    const git = openGit(fixture.root);
    await assert.rejects(git.run(['ls-remote', `file://${other.root}`]), /not allowed/);
    assert.match(await git.text(['ls-remote', `file://${other.root}`], { network: true }), /refs\/heads\/main/);
    other.remove();
  });

  it('is not led elsewhere by the environment of a hook', async () => {
    const other = gitFixture();
    other.commit('first');
    process.env.GIT_DIR = join(other.root, '.git');
    try {
      const top = await openGit(fixture.root).text(['rev-parse', '--absolute-git-dir']);
      assert.equal(top.trim(), join(fixture.root, '.git'));
    } finally {
      delete process.env.GIT_DIR;
      other.remove();
    }
  });

  it('puts settings after those that the environment has', () => {
    const environment = gitEnvironment(
      { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' },
      { config: [['filter.x=y.clean', '']] },
    );
    assert.deepEqual(
      [
        environment.GIT_CONFIG_COUNT,
        environment.GIT_CONFIG_KEY_0,
        environment.GIT_CONFIG_KEY_1,
        environment.GIT_CONFIG_VALUE_1,
      ],
      ['2', 'a.b', 'filter.x=y.clean', ''],
    );
  });
});
