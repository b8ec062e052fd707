import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { HumanError } from '../../../../src/prompts/humanError.js';
import { parseEvent, type EventBody } from '../../../../src/rollout/events.js';
import { logBranch, type Entry } from '../../../../src/rollout/log/logBranch.js';
import { parseLogPath, readPromptLog } from '../../../../src/rollout/log/logFile.js';
import { openGit } from '../../../../src/workspace/git.js';
import { ana, ben, v1 } from '../rolloutFixture.js';

const adoption: EventBody = { event: 'adopt', version: v1, path: 'p.prompt.yml', flag: 'p', origin: 'served' };
const confirmation: EventBody = { event: 'confirm', of: 1, revision: 'x' };
const entry = (prompt: string, body: EventBody, change: Partial<Entry> = {}): Entry => ({
  prompt,
  body,
  actor: ana,
  via: 'terminal',
  time: 0,
  ...change,
});

describe('logBranch', () => {
  let directory: string;
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: directory, encoding: 'utf8' });
  const open = () => logBranch(openGit(directory), 'production');
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'log-'));
    git('init', '--quiet', '--initial-branch=main');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('makes one commit per event, touching neither working tree nor index', async () => {
    const log = open();
    const first = await log.append(entry('a/b c"ü', adoption), await log.read());
    await log.append(entry('a/b c"ü', confirmation, { actor: ben, time: 5_000_000 }), first);
    assert.equal(git('rev-list', '--count', 'prompt-rollout/production').trim(), '2');
    assert.equal(
      git('log', '-1', '--format=%an %ae %at %s', 'prompt-rollout/production').trim(),
      'Ben ben@example.org 5000 a/b c"ü: the backend confirmed',
    );
    assert.equal(git('status', '--porcelain').trim(), '');
    const again = await open().read();
    assert.equal(again.prompts.get('a/b c"ü')?.events.length, 2);
  });

  it('appends on top of what other prompts logged in between', async () => {
    const [mine, other] = [open(), open()];
    const seen = await mine.read();
    await other.append(entry('other', adoption), await other.read());
    const { prompts } = await mine.append(entry('mine', adoption), seen);
    assert.deepEqual([...prompts.keys()], ['mine', 'other']);
  });

  it('refuses to append over what somebody else logged for the same prompt', async () => {
    const [mine, other] = [open(), open()];
    const seen = await mine.read();
    await other.append(entry('p', adoption, { actor: ben }), await other.read());
    await assert.rejects(
      mine.append(entry('p', adoption), seen),
      (error) => error instanceof HumanError && error.trouble === 'conflict',
    );
    assert.equal(git('rev-list', '--count', 'prompt-rollout/production').trim(), '1');
  });

  it('never writes an event that would damage the log', async () => {
    const log = open();
    const seen = await log.append(entry('p', adoption), await log.read());
    await assert.rejects(
      log.append(entry('p', { event: 'pause' }), seen),
      (error) => error instanceof HumanError && error.trouble === 'conflict',
    );
    assert.equal((await open().read()).prompts.get('p')?.state.is, 'unreleased');
  });

  it('loses nothing when twelve writers append at once', async () => {
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const log = open();
        await log.append(entry(`prompt-${index}`, adoption), await log.read());
      }),
    );
    assert.equal((await open().read()).prompts.size, 12);
    assert.equal(git('rev-list', '--count', 'prompt-rollout/production').trim(), '12');
  });

  it('has the old state or the new one when the process is killed while it writes', async function () {
    this.timeout(30_000);
    const script = `
      import { logBranch } from ${JSON.stringify(new URL('../../../../src/rollout/log/logBranch.ts', import.meta.url).href)};
      import { openGit } from ${JSON.stringify(new URL('../../../../src/workspace/git.ts', import.meta.url).href)};
      const log = logBranch(openGit(${JSON.stringify(directory)}), 'production');
      for (let index = 0; ; index += 1) {
        const adopt = ${JSON.stringify(entry('p', adoption))};
        const seen = await log.append({ ...adopt, prompt: 'p' + index }, await log.read());
        await log.append({ ...adopt, prompt: 'p' + index, body: ${JSON.stringify(confirmation)} }, seen);
        console.log(index);
      }`;
    for (const delay of [0, 7, 19]) {
      const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, delay));
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      const { prompts } = await open().read();
      for (const { state } of prompts.values()) assert.notEqual(state.is, 'damaged');
      assert.ok([...prompts.values()].filter(({ state }) => state.is !== 'released').length <= 1);
      git('update-ref', '-d', 'refs/heads/prompt-rollout/production');
      rmSync(join(directory, '.git', 'refs', 'heads', 'prompt-rollout'), { recursive: true, force: true });
    }
  });

  it('keeps what a frozen version includes, whatever its name', async () => {
    const log = open();
    const includes = new Map([
      ['r1.jsonl', Buffer.from('no log')],
      ['a/b', Buffer.from('B')],
    ]);
    const freeze = new Map([[v1, { main: Buffer.from('main'), includes }]]);
    const { prompts } = await log.append(entry('p', adoption, { freeze }), await log.read());
    assert.deepEqual([...prompts.keys()], ['p']);
    const kept = { text: 'main', includes: { 'r1.jsonl': 'no log', 'a/b': 'B' } };
    assert.deepEqual([await log.content(v1), await open().content(v1)], [kept, kept]);
  });

  it('keeps what is frozen, byte for byte', async () => {
    const log = open();
    await log.append(
      entry('p', adoption, { freeze: new Map([[v1, { main: Buffer.from('a\r\n\ufeffb'), includes: new Map() }]]) }),
      await log.read(),
    );
    assert.deepEqual(await log.content(v1), { text: 'a\r\n\ufeffb', includes: {} });
    await assert.rejects(log.content('999999999999'), HumanError);
  });
});

describe('logFile', () => {
  it('tells rollouts of nested prompts apart, and everything else from both', () => {
    assert.deepEqual(parseLogPath('a/b/r12.jsonl'), { prompt: 'a/b', rollout: 'r12' });
    for (const other of ['versions/111111111111', 'a/r0.jsonl', 'r1.jsonl', 'aside/x/a/r1.jsonl', 'a/notes.txt'])
      assert.equal(parseLogPath(other), undefined);
  });

  it('names the place of any damage and never throws', () => {
    const line = JSON.stringify({ seq: 1, time: '2026-11-22T10:00:00.000Z', actor: ana, via: 'terminal', ...adoption });
    fc.assert(
      fc.property(fc.nat(line.length), fc.string(), fc.boolean(), (at, inserted, newline) => {
        const text = `${line.slice(0, at)}${inserted}${line.slice(at + 1)}${newline ? '\n' : ''}`;
        const { state } = readPromptLog([{ path: 'p/r1.jsonl', rollout: 'r1', text }]);
        if (state.is === 'damaged') assert.match(state.place, /^p\/r1\.jsonl:\d+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('says what is wrong with a line', () => {
    const problem = (line: string) => {
      const event = parseEvent(line);
      return 'problem' in event ? event.problem : '';
    };
    assert.equal(problem('{'), 'it is not JSON');
    assert.equal(problem('{"event":"fly"}'), 'the event "fly" is not known');
    assert.equal(
      problem(JSON.stringify({ event: 'pause', seq: 1, time: 'soon', actor: ana, via: 'terminal' })),
      'its "time" is missing or wrong',
    );
    assert.equal(problem('{"event":"constructor"}'), 'the event "constructor" is not known');
  });
});
