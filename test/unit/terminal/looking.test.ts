import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../src/terminal/commands/index.js';
import { temporaryFolder } from '../workspace/gitFixture.js';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

describe('looking around in the terminal', function () {
  this.timeout(20_000);
  let at: TerminalFixture;
  beforeEach(() => (at = terminalFixture()));
  afterEach(() => at.remove());

  it('lists prompts with version, draft, rollout and diagnostics', async () => {
    at.write({ 'ai/greeting.md': 'You greet nobody.\n', 'ai/new.md': '---\n- broken: [\n---\nNew.\n' });
    const { environment, prompts } = await at.json(0, 'list');
    assert.equal(environment, 'staging');
    const [greeting, answer, fresh] = prompts;
    assert.deepEqual(
      { ...greeting, diagnostics: greeting.diagnostics.length },
      {
        prompt: 'ai/greeting',
        name: 'greeting',
        path: 'ai/greeting.md',
        format: 'plain',
        version: at.id('You greet people warmly.\n'),
        draft: true,
        strategy: 'ai/greeting.rollout.yaml',
        rollout: null,
        diagnostics: 0,
      },
    );
    assert.deepEqual([answer.name, answer.draft], ['answer', false]);
    assert.deepEqual([fresh.version, fresh.draft], [null, true]);
    assert.ok(fresh.diagnostics.length > 0);
    await at.json(0, 'start', 'answer');
    const [, started] = (await at.json(0, 'list')).prompts;
    assert.deepEqual([started.rollout.state, started.rollout.stage.name], ['running', 'staff']);
    const { out } = await at.run('list');
    assert.match(out, /^greeting +\w{7} \+ draft +unreleased +ai\/greeting\.md$/m);
    assert.match(
      out,
      /^answer +\w{7} +running staff \(100 % of team = internal\), stage 1 of 2 +ai\/mail\/answer\.md$/m,
    );
  });

  it('tells the history, newest first, through a rename', async () => {
    at.rename('ai/greeting.md', 'ai/hello.md', { 'ai/greeting.rollout.yaml': null });
    at.commit('third\u001b[31m', { 'ai/hello.md': 'You greet people warmly, and by name.\n' });
    const history = await at.json(0, 'history', 'hello');
    assert.deepEqual([history.prompt, history.shallow, history.total, history.draft], ['ai/hello', false, 3, false]);
    assert.deepEqual(
      history.versions.map(({ ordinal, path, subject, author }) => [ordinal, path, subject, author]),
      [
        [3, 'ai/hello.md', 'third\u001b[31m', 'Ann'],
        [2, 'ai/greeting.md', 'warmer', 'Ada Test'],
        [1, 'ai/greeting.md', 'first words', 'Ada Test'],
      ],
    );
    const limited = await at.json(0, 'history', 'hello', '--limit', '1');
    assert.deepEqual([limited.versions.length, limited.versions[0].ordinal, limited.total], [1, 3, 3]);
    const { out } = await at.run('history', 'hello');
    assert.ok(out.includes('third\\x1b[31m') && !out.includes('\u001b'));
    await at.json(2, 'history', 'hello', '--limit', '0');
  });

  it('shows versions as they are', async () => {
    at.write({ 'ai/greeting.md': 'A \u001b[1mdraft\r\n' });
    assert.equal((await at.run('show', 'greeting')).out, 'A \u001b[1mdraft\r\n');
    assert.equal((await at.runWith({ isScreen: true }, ['show', 'greeting'])).out, 'A \\x1b[1mdraft\\x0d\n');
    assert.equal((await at.run('show', 'greeting', 'v1')).out, 'You greet people.\n');
    assert.match((await at.run('show', 'greeting', 'baseline')).aside, /has no baseline in staging/);
    await at.json(0, 'start', 'greeting');
    const baseline = await at.json(0, 'show', 'greeting', 'baseline');
    assert.deepEqual(baseline, {
      prompt: 'ai/greeting',
      version: at.id('You greet people.\n'),
      draft: false,
      path: 'ai/greeting.md',
      text: 'You greet people.\n',
    });
    assert.equal((await at.json(0, 'show', 'greeting', 'candidate')).text, 'You greet people warmly.\n');
    assert.equal((await at.json(0, 'show', 'greeting', at.id('You greet people.\n').slice(0, 5))).draft, false);
    assert.equal((await at.json(2, 'show', 'greeting', 'v9')).error.kind, 'input');
  });

  it('compares versions', async () => {
    const { out } = await at.run('diff', 'greeting');
    assert.match(
      out,
      /^Wording · 1 message · ~\+2 tokens\n(?: {2}.+\n)+\n--- a\/ai\/greeting\.md\t\w{7}\n\+\+\+ b\/ai\/greeting\.md\t\w{7}\n@@ -1,1 \+1,1 @@\n-You greet people\.\n\+You greet people warmly\.\n$/,
    );
    at.write({ 'ai/greeting.md': 'You greet nobody.\n' });
    const draft = await at.json(0, 'diff', 'greeting');
    assert.deepEqual(
      [draft.from.version, draft.to.version, draft.to.draft],
      [at.id('You greet people warmly.\n'), null, true],
    );
    await at.json(0, 'adopt', 'greeting', 'v1');
    assert.equal(
      (await at.json(0, 'diff', 'greeting')).from.version,
      at.id('You greet people.\n'),
      'the baseline comes first',
    );
    assert.equal((await at.json(0, 'diff', 'greeting', 'v1', 'v1')).patch, '');
    assert.match((await at.run('diff', 'greeting', 'v1', 'v1')).out, /are the same/);
    at.commit('only', { 'ai/one.md': 'One.\n' });
    assert.match((await at.json(2, 'diff', 'one')).error.message, /no earlier version/);
  });

  it('checks files, and names each place', async () => {
    assert.deepEqual((await at.json(0, 'check')).diagnostics, []);
    at.write({
      'ai/greeting.rollout.yaml': 'prompt: greting.md\nunit: user_id\nstages:\n  - { name: some, trafic: 10% }\n',
    });
    const found = await at.json(2, 'check');
    assert.ok(found.diagnostics.some(({ code, line }) => code === 'unknown-prompt' && line === 1));
    assert.ok(
      found.diagnostics.some(({ line, column, message }) => line === 4 && column === 19 && message.includes('traffic')),
      JSON.stringify(found.diagnostics),
    );
    assert.match(
      (await at.run('check', 'ai/greeting.rollout.yaml')).out,
      /^ai\/greeting\.rollout\.yaml:4:19 error .+ \(.+\)$/m,
    );
    assert.deepEqual((await at.json(0, 'check', 'ai/greeting.md')).files, ['ai/greeting.md']);
    at.write({
      'ai/greeting.cases.yaml': 'prompt: greeting.md\ncases:\n  - { id: a, vars: { nmae: x }, crtical: true }\n',
    });
    assert.match(
      (await at.run('check')).out,
      /^ai\/greeting\.cases\.yaml:3:22 warning .+ \(unknown-variable\)\nai\/greeting\.cases\.yaml:3:33 error .+ \(unknown-key\)$/m,
    );
    assert.match((await at.json(2, 'check', 'ai/none.md')).error.message, /ai\/none\.md cannot be read/);
    at.write({ 'prompt-rollout.yaml': 'version: 1\nprompst: []\n' });
    assert.equal((await at.json(2, 'check', 'prompt-rollout.yaml')).diagnostics[0].line, 2);
    assert.equal((await at.json(2, 'list')).error.kind, 'input');
  });

  it('checks without git, too; the rest says what is missing', async () => {
    rmSync(join(at.root, '.git'), { recursive: true });
    assert.equal((await at.json(0, 'check')).files.length, 5);
    assert.match((await at.json(2, 'list')).error.message, /in no git repository.*git init/);
  });

  it('works from any folder of the repository', async () => {
    for (const words of [
      ['history', 'answer.md'],
      ['history', '../mail/answer'],
    ]) {
      const { code, out } = await at.runWith({ directory: join(at.root, 'ai/mail') }, words);
      assert.equal(code, 0);
      assert.match(out, /^v2 .*shorter answers$/m);
    }
    const { code } = await at.runWith({ directory: temporaryFolder() }, ['-C', at.root, 'history', 'greeting']);
    assert.equal(code, 0);
  });

  it('answers every command with one document, whatever comes of it', async function () {
    this.timeout(60_000); // a hundred command lines
    for (const { name } of commands) {
      for (const words of [[], ['greeting'], ['nothing-of-that-name'], ['greeting', '--wrong']]) {
        const { out, code } = await at.run(name, ...words, '--json');
        const document: unknown = JSON.parse(out);
        assert.ok(typeof document === 'object' && document !== null, name);
        if (code !== 0 && name !== 'check')
          assert.deepEqual(Object.keys((document as { error: object }).error), ['kind', 'message'], name);
      }
    }
    for (const words of [['--help'], ['--version'], [], ['nonsense'], ['start', '--help']]) {
      const { out } = await at.run(...words, '--json');
      assert.equal(typeof JSON.parse(out), 'object', words.join(' '));
    }
  });

  it('tells its version, and needs a command', async () => {
    assert.deepEqual(await at.run('--version'), { code: 0, out: '1.2.3\n', aside: '' });
    assert.equal((await at.run()).code, 2);
    assert.match((await at.run('history', '--help')).out, /^Usage: prompt-rollout history \[prompt\] \[options\]$/m);
  });
});
