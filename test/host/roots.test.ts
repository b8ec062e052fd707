import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { gitFixture, temporaryFolder, type GitFixture } from '../unit/workspace/gitFixture.js';
import { eventually } from './eventually.js';
import { handlesIn, listen, promptText, quickStrategy, run, showFolders, shows, theExtension } from './scene.js';
import { shortMilliseconds } from './shortMilliseconds.js';

describe('the roots of a workspace', function () {
  this.timeout(40_000);
  let api: TestApi;
  let heard: ReturnType<typeof listen>;
  let base: string;

  before(async () => {
    api = await theExtension();
  });

  beforeEach(() => {
    base = temporaryFolder();
    heard = listen(api);
  });

  afterEach(async () => {
    heard.dispose();
    await showFolders();
    await eventually(() => assert.equal(handlesIn(api, base).length, 0));
  });

  const in_ = (...names: string[]): string => path.join(base, ...names);
  const git = (folder: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  /** A repository with one prompt of two versions and a strategy. */
  function repository(name: string, folder = ''): GitFixture {
    const fixture = gitFixture([], in_(name));
    const at = (file: string): string => path.posix.join(folder, file);
    fixture.commit('one', { [at('reply.prompt.yml')]: promptText('Answer.') });
    fixture.commit('two', {
      [at('reply.prompt.yml')]: promptText('Answer briefly.'),
      [at('reply.rollout.yaml')]: quickStrategy,
    });
    return fixture;
  }
  const start = (folder: string): Thenable<unknown> => run('start', handlesIn(api, folder)[0]?.uri);

  it('may be several repositories, each with a log of its own', async () => {
    const [one, two] = [repository('one'), repository('two')];
    await showFolders(one.root, two.root);
    await shows(api, base, ['reply | unreleased', 'reply | unreleased']);
    await start(two.root);
    await shows(api, two.root, /canary 5 %/);
    await shows(api, one.root, ['reply | unreleased']);
  });

  it('may be a subfolder, which shows its own prompts only', async () => {
    const { root } = repository('whole', 'apps/chat');
    gitFixture([], root).commit('another', { 'apps/mail/mail.prompt.yml': promptText('Write.') });
    await showFolders(in_('whole', 'apps', 'chat'));
    await shows(api, base, ['reply | unreleased']);
    assert.equal(handlesIn(api, base)[0]?.prompt.id, 'apps/chat/reply');
    await start(base);
    await shows(api, base, /canary 5 %/);
    // The backend's file is above the folder, where it is not watched; the watch over the rollout sees it.
    writeFileSync(in_('whole', 'flags.flagd.json'), '{ "flags": {} }\n');
    await shows(api, base, /held \(drift\)/);
  });

  it('may hold a submodule, which is a repository of its own', async () => {
    const inner = repository('inner');
    const outer = repository('outer');
    git(outer.root, 'submodule', '--quiet', 'add', inner.root, 'vendor/inner');
    outer.commit('submodule');
    git(in_('outer', 'vendor', 'inner'), 'config', 'user.name', 'Ada');
    git(in_('outer', 'vendor', 'inner'), 'config', 'user.email', 'ada@example.org');
    await showFolders(outer.root);
    await shows(api, outer.root, ['reply | unreleased', 'reply | unreleased']);
    await start(in_('outer', 'vendor', 'inner'));
    await shows(api, in_('outer', 'vendor', 'inner'), /canary 5 %/);
    assert.equal(outer.git('for-each-ref', 'refs/heads/prompt-rollout'), '');
  });

  it('may be a linked working tree, which shares the log', async () => {
    const main = repository('main');
    main.git('worktree', 'add', '--quiet', in_('linked'), '-b', 'work');
    await showFolders(main.root, in_('linked'));
    await shows(api, base, ['reply | unreleased', 'reply | unreleased']);
    await start(in_('linked'));
    await shows(api, in_('linked'), /canary 5 %/);
    await shows(api, main.root, /canary 5 %/);
  });

  it('may be at no branch', async () => {
    const fixture = repository('detached');
    const { root } = fixture;
    fixture.git('checkout', '--quiet', '--detach');
    await showFolders(root);
    await shows(api, root, ['reply | unreleased']);
    await start(root);
    await shows(api, root, /canary 5 %/);
  });

  it('may have no commit, which a start explains', async () => {
    const { root } = gitFixture([], in_('empty'));
    writeFileSync(path.join(root, 'reply.prompt.yml'), promptText('Answer.'));
    writeFileSync(path.join(root, 'reply.rollout.yaml'), quickStrategy);
    await showFolders(root);
    await shows(api, root, /reply \| unreleased/);
    await start(root);
    assert.match(heard.told.join('\n'), /^reply is not committed yet; commit it.*Nothing was changed/);
    const asked = heard.told.length;
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(root, 'reply.prompt.yml')));
    await run('start');
    assert.equal(heard.told.length, asked + 1);
  });

  it('may be in no repository, which a start explains', async () => {
    mkdirSync(in_('plain'));
    writeFileSync(in_('plain', 'reply.prompt.yml'), promptText('Answer.'));
    await showFolders(in_('plain'));
    await shows(api, base, ['reply | ']);
    await start(base);
    assert.match(heard.told.join('\n'), /^reply is in no git repository.*Nothing was changed; initialize/);
  });

  it('may have a configuration that is not valid: it says where, and the others go on', async () => {
    const [good, bad] = [repository('good'), repository('bad')];
    bad.write({ 'prompt-rollout.yaml': 'version: 1\nprompts: 7\n' });
    await showFolders(good.root, bad.root);
    await shows(api, good.root, ['reply | unreleased']);
    await eventually(() => assert.equal(api.projects.problems.length, 1));
    assert.match(
      api.projects.problems[0]?.text ?? '',
      /^prompt-rollout\.yaml:2:10 error .*`prompts`.*Nothing was changed/,
    );
    assert.equal(api.projects.problems[0]?.uri?.fsPath, path.join(bad.root, 'prompt-rollout.yaml'));
    bad.write({ 'prompt-rollout.yaml': 'version: 1\n' });
    await shows(api, bad.root, ['reply | unreleased']);
    assert.deepEqual(api.projects.problems, []);
  });

  it('may be a repository that git cannot read: it says so, and the others go on', async () => {
    const [good, bad] = [repository('good'), repository('bad')];
    await showFolders(good.root, bad.root);
    await shows(api, base, ['reply | unreleased', 'reply | unreleased']);
    mkdirSync(path.join(bad.root, '.git/refs/heads/prompt-rollout'), { recursive: true });
    writeFileSync(
      path.join(bad.root, '.git/refs/heads/prompt-rollout/production'),
      `${bad.git('rev-parse', 'HEAD:reply.prompt.yml')}\n`,
    );
    await run('refresh');
    assert.deepEqual(
      api.projects.problems.map(({ root }) => root),
      [bad.root],
    );
    assert.match(api.projects.problems[0]?.text ?? '', /^The log of production cannot be read from the branch/);
    await start(good.root);
    await shows(api, good.root, /canary 5 %/);
    await start(bad.root);
    assert.match(heard.told.join('\n'), /^The log of production cannot be read/);
  });

  it('shows 300 changed prompts within 2 s, and holds nothing up for 50 ms', async () => {
    const prompts = (text: string, count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}.prompt.yml`, promptText(text)]));
    const fixture = gitFixture([], in_('many'));
    fixture.commit('200', prompts('Answer.', 200));
    fixture.branch('other');
    fixture.commit('300', prompts('Answer briefly.', 300));
    await showFolders(fixture.root);
    await found(300);
    const rounds: { took: number; held: number }[] = [];
    for (const [branch, count] of [
      ['main', 200],
      ['other', 300],
      ['main', 200],
      ['other', 300],
      ['main', 200],
    ] as const) {
      await sleep(1000);
      const longest = watchLoop();
      await promisify(execFile)('git', ['checkout', '--quiet', branch], { cwd: fixture.root });
      const began = performance.now();
      await found(count);
      const took = performance.now() - began;
      await sleep(1000);
      rounds.push({ took, held: longest() });
    }
    // The best of five, as the machine may be busy with something else.
    assert.ok(Math.min(...rounds.map(({ took }) => took)) < 2000, JSON.stringify(rounds));
    assert.ok(Math.min(...rounds.map(({ held }) => held)) < shortMilliseconds(), JSON.stringify(rounds));
  });

  async function found(count: number): Promise<void> {
    await eventually(() => {
      const handles = handlesIn(api, base);
      assert.equal(handles.length, count);
      assert.ok(!handles.some((handle) => api.projects.isDraft(handle)));
    });
  }
});

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Watches the event loop until it is called; returns for how long it stood still at the longest, in milliseconds. */
function watchLoop(): () => number {
  const every = 5;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - every);
    last = now;
  }, every);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
