import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { PromptHandle } from '../../src/editor/projects.js';
import type { TestApi } from '../../src/extension.js';
import { watchLease } from '../../src/rollout/watchLease.js';
import { gitFixture, type GitFixture } from '../unit/workspace/gitFixture.js';
import { eventually } from './eventually.js';
import {
  handlesIn,
  listen,
  promptText,
  quickStrategy,
  rowsIn,
  run,
  showFolders,
  shows,
  theExtension,
  wordsIn,
} from './scene.js';

const log = 'refs/heads/prompt-rollout/production';

describe('rollouts at the edges', function () {
  this.timeout(40_000);
  let api: TestApi;
  let fixture: GitFixture;
  let heard: ReturnType<typeof listen>;

  before(async () => {
    api = await theExtension();
  });

  beforeEach(async () => {
    fixture = gitFixture();
    fixture.commit('one', { 'reply.prompt.yml': promptText('Answer.') });
    fixture.commit('two', { 'reply.prompt.yml': promptText('Answer briefly.'), 'reply.rollout.yaml': quickStrategy });
    heard = listen(api);
    await setting('refreshSeconds', 1);
    await showFolders(fixture.root);
    await shows(api, fixture.root, ['reply | unreleased']);
  });

  afterEach(async () => {
    heard.dispose();
    await setting('autopilot', undefined);
    await setting('refreshSeconds', undefined);
    await showFolders();
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 0));
    fixture.remove();
  });

  const handle = (): PromptHandle => {
    const [found] = handlesIn(api, fixture.root);
    assert.ok(found, 'the prompt is there');
    return found;
  };
  const ask = (name: string): Thenable<unknown> => run(name, { handle: handle() });
  const flags = (): string => readFileSync(path.join(fixture.root, 'flags.flagd.json'), 'utf8');
  const events = (): string[] =>
    api.projects.logs
      .flatMap((own) => (own.handle?.uri.fsPath.startsWith(fixture.root) ? own.log.events : []))
      .map(({ event }) => event.event);
  const logHead = (): string => fixture.git('for-each-ref', '--format=%(objectname)', log);
  const words = (): string => wordsIn(api, fixture.root).join('\n');
  const wordsBelow = (): string =>
    (rowsIn(api, fixture.root)[0]?.children ?? [])
      .map(({ label, description }) => `${label} | ${description}`)
      .join('\n');
  const below = (wanted: RegExp): Promise<void> => eventually(() => assert.match(wordsBelow(), wanted), 15_000);
  const files = (): string => fixture.git('status', '--porcelain');
  const told = (): string => heard.told.join('\n');

  /** Somebody else at the same repository, in a process of their own. */
  async function elsewhere(...args: string[]): Promise<void> {
    const cli = path.join(
      vscode.extensions.getExtension('prompt-rollout.prompt-rollout')?.extensionPath ?? '',
      'dist/cli.js',
    );
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    await promisify(execFile)(process.execPath, [cli, ...args, 'reply', '--yes'], { cwd: fixture.root, env });
  }

  function damageLog(change: (text: string) => string): void {
    rewriteLog(fixture, (entries) =>
      entries.map((entry) => {
        if (entry.name !== 'reply/r2.jsonl') return entry;
        const text = fixture.git('cat-file', 'blob', entry.id);
        writeFileSync(path.join(fixture.root, '.git/damaged'), change(`${text}\n`));
        return { ...entry, id: fixture.git('hash-object', '-w', '--no-filters', '.git/damaged') };
      }),
    );
  }

  it('changes nothing where the modal is turned away', async () => {
    heard.yes = false;
    const before = files();
    await ask('start');
    assert.equal(heard.asked.length, 1);
    assert.deepEqual([files(), logHead(), heard.told], [before, '', []]);
    assert.equal(words(), 'reply | unreleased');
  });

  it('advances through short bakes to the end, and reverts', async () => {
    await ask('start');
    assert.match(words(), /canary 5 %/);
    await ask('advance');
    assert.match(
      told(),
      /^reply cannot leave canary \(5 %\) yet:\n- bake .* of 4s\n"override" .* Nothing was changed\.$/,
    );
    await eventually(() => assert.ok(rowsIn(api, fixture.root)[0]?.can.includes('advance'), words()), 15_000);
    await ask('advance');
    assert.match(heard.asked.at(-1) ?? '', /^Advance reply to full \(100 %\)\?/);
    assert.match(words(), /full 100 %/);
    await eventually(() => assert.ok(rowsIn(api, fixture.root)[0]?.can.includes('advance'), words()), 15_000);
    await ask('advance');
    assert.match(heard.asked.at(-1) ?? '', /^Complete the rollout of reply\?/);
    assert.match(words(), /reply \| released/);
    assert.match(rowsIn(api, fixture.root)[0]?.children[0]?.label ?? '', /^completed/);
    assert.ok(rowsIn(api, fixture.root)[0]?.can.includes('revert'));
    await ask('revert');
    assert.match(heard.asked.at(-1) ?? '', /^Revert reply to the version before\?\nVersion: v2 .* → v1 /);
    assert.match(rowsIn(api, fixture.root)[0]?.children[0]?.label ?? '', /^reverted/);
    await ask('revert');
    assert.match(told(), /there is nothing to revert\. Nothing was changed/);
  });

  it('extends the deadline', async () => {
    await ask('start');
    await ask('extend');
    assert.deepEqual(heard.told, []);
    assert.equal(events().at(-1), 'extend');
  });

  it('shows where a log is damaged, and abort puts it aside', async () => {
    await ask('start');
    const served = flags();
    damageLog((text) => text.replace('"event":"start"', '"event":"begin"'));
    await shows(api, fixture.root, ['reply | log damaged']);
    const [row] = rowsIn(api, fixture.root);
    assert.match(row?.children[0]?.label ?? '', /^reply\/r2\.jsonl:1$/);
    assert.notEqual(row?.children[0]?.description, '');
    await ask('pause');
    assert.match(told(), /damaged at reply\/r2\.jsonl:1.*"abort" puts it aside/s);
    assert.equal(flags(), served);
    await ask('abort');
    assert.match(heard.asked.at(-1) ?? '', /^Put the damaged log of reply aside\?\nDamaged at reply\/r2\.jsonl:1: /);
    assert.match(words(), /^reply \| released/);
    assert.doesNotMatch(flags(), /fractional/);
    assert.deepEqual(events().slice(0, 1), ['aside']);
  });

  it('takes over what somebody else serves', async () => {
    await ask('start');
    const at5 = flags();
    await eventually(() => assert.ok(rowsIn(api, fixture.root)[0]?.can.includes('advance'), words()), 15_000);
    await ask('advance');
    writeFileSync(path.join(fixture.root, 'flags.flagd.json'), at5);
    await shows(api, fixture.root, /held \(drift\) · full 100 %|held \(drift\)/);
    await ask('takeover');
    assert.deepEqual(
      heard.told.filter((text) => !/is held \(drift\)/.test(text)),
      [],
    );
    assert.match(words(), /canary 5 %/);
  });

  it('holds for a flag file that somebody edits, and shows what is served', async () => {
    await ask('start');
    writeFileSync(
      path.join(fixture.root, 'flags.flagd.json'),
      flags().replace(/5000,/, '90000,').replace('5000', '90000'),
    );
    await shows(api, fixture.root, /held \(drift\) · canary 5 %/);
    await eventually(() => assert.match(told(), /^reply is held \(drift\): .*\.$/m));
  });

  it('names the place in a malformed flag file, and writes nothing', async () => {
    const broken = '{\n  "flags": {,}\n}\n';
    fixture.write({ 'flags.flagd.json': broken });
    await ask('start');
    assert.match(told(), /flags\.flagd\.json:2:13 .*nothing was written/s);
    assert.deepEqual([flags(), logHead(), heard.asked], [broken, '', []]);
  });

  it('goes on when a flag file is broken while a rollout is live', async () => {
    await ask('start');
    const good = flags();
    fixture.write({ 'flags.flagd.json': '{ "flags": ' });
    await eventually(
      () => assert.match(rowsIn(api, fixture.root)[0]?.tooltip ?? '', /cannot be read: .*flags\.flagd\.json:1:/),
      15_000,
    );
    const before = logHead();
    await ask('abort');
    assert.match(told(), /flags\.flagd\.json:1:\d+/);
    assert.ok(before);
    fixture.write({ 'flags.flagd.json': good });
    await ask('abort');
    assert.match(words(), /^reply \| released/);
  });

  it('acts on nothing while the autopilot is off', async () => {
    await setting('autopilot', 'off');
    await ask('start');
    assert.match(heard.asked.at(-1) ?? '', /autopilot of this window is off/);
    const before = logHead();
    writeFileSync(path.join(fixture.root, 'flags.flagd.json'), '{ "flags": {} }\n');
    await eventually(() => assert.match(rowsIn(api, fixture.root)[0]?.tooltip ?? '', /Drift: /), 15_000);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.deepEqual([logHead(), heard.told], [before, []]);
    assert.match(words(), /^reply \| canary 5 %/);
  });

  it('keeps a rollout in reach when its file is renamed, and when it is deleted', async () => {
    await ask('start');
    renameSync(path.join(fixture.root, 'reply.prompt.yml'), path.join(fixture.root, 'answer.prompt.yml'));
    await shows(api, fixture.root, /reply \| canary 5 % .*file is gone/);
    assert.match(words(), /answer \| unreleased/);
    await run('openPrompt', { handle: handlesIn(api, fixture.root).find(({ prompt }) => prompt.id === 'reply') });
    rmSync(path.join(fixture.root, 'answer.prompt.yml'));
    await eventually(() => assert.doesNotMatch(words(), /answer/), 15_000);
    assert.match(told(), /^reply\.prompt\.yml is gone/m);
    assert.equal(words().split('\n').length, 1);
    await ask('pause');
    await ask('abort');
    assert.doesNotMatch(flags(), /fractional/);
    await eventually(() => assert.equal(words(), ''), 15_000);
  });

  it('watches over one rollout while there is something the matter with another', async () => {
    fixture.commit('mail', {
      'a-mail.prompt.yml': promptText('Write.'),
      'a-mail.rollout.yaml': quickStrategy.replaceAll('reply', 'a-mail'),
    });
    fixture.commit('mail two', { 'a-mail.prompt.yml': promptText('Write well.') });
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 2), 15_000);
    for (const { uri } of handlesIn(api, fixture.root)) await run('start', uri);
    const mail = handlesIn(api, fixture.root).find(({ prompt }) => prompt.id === 'a-mail');
    const candidate = fixture.git('rev-parse', 'HEAD:a-mail.prompt.yml').slice(0, 12);
    rewriteLog(fixture, (entries) => entries.filter(({ name }) => name !== `versions/${candidate}`));
    await run('refresh');
    fixture.write({ 'flags.flagd.json': '{ "flags": {} }\n' });
    await shows(api, fixture.root, /reply \| held \(drift\)/);
    assert.ok(mail);
    assert.match(words(), /a-mail \| held \(drift\)/);
    await run('abort', mail.uri);
    await shows(api, fixture.root, /a-mail \| released/);
  });

  it('does what rules say only while nobody else watches', async () => {
    const lease = path.join(fixture.root, '.git/prompt-rollout/production.watch.json');
    const another = watchLease(lease, 'another', Date.now);
    await another.take('prompt-rollout watch', 'full', 60_000);
    await ask('start');
    assert.match(heard.asked.join('\n'), /prompt-rollout watch \(process \d+\) watches: rules hold, roll back/);
    await below(/^Watched \| prompt-rollout watch · full$/m);
    fixture.write({ 'flags.flagd.json': '{ "flags": {} }\n' });
    await below(/^drift \|/m);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.doesNotMatch(words(), /held/, 'it is left to who watches');
    await another.release();
    await shows(api, fixture.root, /reply \| held \(drift\)/);
    await below(/^Watched \| this window · protect$/m);
    await setting('autopilot', 'off');
    await eventually(() => assert.ok(!existsSync(lease), 'it is given back'));
  });

  it('goes on watching when the workspace is opened anew', async () => {
    await ask('start');
    await below(/^Watched \| this window · protect$/m);
    await run('refresh');
    await below(/^Watched \|/m);
    assert.match(wordsBelow(), /^Watched \| this window · protect$/m);
    fixture.write({ 'flags.flagd.json': '{ "flags": {} }\n' });
    await shows(api, fixture.root, /reply \| held \(drift\)/);
  });

  it('names file and mistake of a strategy that is not valid', async () => {
    fixture.write({ 'reply.rollout.yaml': quickStrategy.replace('5%', '500%') });
    await eventually(() => assert.match(handle().prompt.strategy?.text ?? '', /500%/));
    await ask('start');
    assert.match(
      told(),
      /^reply cannot be rolled out: reply\.rollout\.yaml:5:30 error .*over 100%.*Nothing was changed/,
    );
    assert.deepEqual([heard.asked, logHead()], [[], '']);
  });

  it('does not start a prompt with an error', async () => {
    fixture.commit('broken', { 'reply.prompt.yml': 'messages: [\n' });
    await ask('start');
    assert.match(told(), /^reply [0-9a-f]{7} cannot be released: reply\.prompt\.yml:\d+:\d+.*Nothing was changed/s);
    assert.deepEqual([heard.asked, logHead()], [[], '']);
  });

  it('gives way to another window that acts at the same time', async () => {
    await ask('start');
    await Promise.all([ask('pause'), elsewhere('abort')]);
    await shows(api, fixture.root, /^reply \| released/);
    assert.doesNotMatch(flags(), /fractional/);
    await ask('pause');
    assert.match(told(), /reply has no live rollout to pause/);
  });

  it('does not start what another window has started while the modal was open', async () => {
    heard.whileAsked = () => elsewhere('start');
    await ask('start');
    assert.match(told(), /reply already has a live rollout/);
    await shows(api, fixture.root, /canary 5 %/);
    assert.deepEqual(
      fixture
        .git('log', '--format=%s', log)
        .split('\n')
        .filter((line) => /start/.test(line)).length,
      1,
    );
  });

  it('aborts what another window advanced while the modal was open', async () => {
    await ask('start');
    await eventually(() => assert.ok(rowsIn(api, fixture.root)[0]?.can.includes('advance'), words()), 15_000);
    heard.whileAsked = () => elsewhere('advance');
    await ask('abort');
    assert.deepEqual(heard.told, []);
    assert.match(words(), /^reply \| released/);
    assert.doesNotMatch(flags(), /fractional/);
  });

  it('bears prompt files of any size and encoding', async () => {
    const crlf = promptText('Windows.').replaceAll('\n', '\r\n');
    fixture.write({
      'prompts/big.md': 'word '.repeat(1_000_000),
      'prompts/binary.md': Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256)),
      'crlf.prompt.yml': crlf,
      'bom.prompt.yml': `\uFEFF${promptText('BOM.')}`,
    });
    await shows(api, fixture.root, /^big[^]*^binary[^]*^bom[^]*^crlf/m);
    fixture.commit('odd files');
    await eventually(() => assert.doesNotMatch(words(), /draft/), 15_000);
    for (const name of ['crlf', 'bom']) {
      const found = handlesIn(api, fixture.root).find(({ prompt }) => prompt.id === name);
      assert.ok(found, name);
      fixture.write({ [`${name}.rollout.yaml`]: quickStrategy.replaceAll('reply', name) });
      await eventually(() =>
        assert.ok(handlesIn(api, fixture.root).find(({ prompt }) => prompt.id === name)?.prompt.strategy),
      );
      fixture.commit(`${name} again`, {
        [`${name}.prompt.yml`]: readFileSync(found.uri.fsPath, 'utf8').replace('question', 'question2'),
      });
      await run('start', found.uri);
      await shows(api, fixture.root, new RegExp(`${name} \\| canary 5 %`));
    }
    assert.deepEqual(heard.told, []);
    assert.ok(existsSync(path.join(fixture.root, 'prompts/big.md')));
  });
});

const setting = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('promptRollout').update(name, value, vscode.ConfigurationTarget.Global);

interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly name: string;
}

/** Commits another tree on the log, as only somebody with git can. */
function rewriteLog(fixture: GitFixture, change: (entries: readonly Entry[]) => readonly Entry[]): void {
  const { root } = fixture;
  const entries = fixture
    .git('ls-tree', '-r', log)
    .split('\n')
    .map((line): Entry => {
      const [, mode = '', id = '', name = ''] = /^(\d+) blob (\w+)\t(.+)$/.exec(line) ?? [];
      return { mode, id, name };
    });
  const index = path.join(root, '.git/log-index');
  const run = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, env: { ...process.env, GIT_INDEX_FILE: index }, encoding: 'utf8' }).trim();
  for (const { mode, id, name } of change(entries))
    run('update-index', '--add', '--cacheinfo', `${mode},${id},${name}`);
  fixture.git('update-ref', log, fixture.git('commit-tree', run('write-tree'), '-p', log, '-m', 'not by us'));
  rmSync(index);
}
