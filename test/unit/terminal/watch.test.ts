import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { watchLease } from '../../../src/rollout/watchLease.js';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

describe('watching', function () {
  this.timeout(20_000);
  let at: TerminalFixture;
  let lines: string[];
  let stop: AbortController;
  beforeEach(() => {
    at = terminalFixture();
    lines = [];
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort('SIGINT'); // also where the test failed
    at.remove();
  });

  const watch = (...words: string[]) =>
    at.runWith(
      {
        write: (text) =>
          lines.push(
            String(text)
              .replace(/^\S+Z {2}/, '')
              .trimEnd(),
          ),
      },
      ['watch', '--every', '0.1s', ...words],
      stop.signal,
    );

  const until = async (pattern: RegExp): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (lines.some((line) => pattern.test(line))) return;
      await delay(50);
    }
    assert.fail(`no line ${String(pattern)} in:\n${lines.join('\n')}`);
  };

  it('prints a line per change, does what the rules may, and goes on when a tick fails', async () => {
    await at.json(0, 'start', 'greeting');
    const watching = watch('--autopilot', 'full');
    await until(/^greeting: running some .* waiting for bake$/);
    await delay(400);
    assert.equal(lines.length, 2, 'nothing changed');

    const flags = 'deploy/staging.flags.json';
    at.commit('flags as they are');
    at.write({ [flags]: '{' });
    await until(/^greeting: running some .*flags\.json/);
    at.git('checkout', '--', flags);
    at.now += 20_000;
    await until(/^greeting: advanced to most \(60 %\)$/);
    await until(/^greeting: running most .* waiting for bake, approvals$/);
    stop.abort('SIGINT');
    assert.equal((await watching).code, 130);
    assert.equal(lines.filter((line) => line.includes('running some')).length <= 3, true, lines.join('\n'));
  });

  it('notices what others start and end', async () => {
    const watching = watch();
    await until(/^watching all rollouts in staging, autopilot protect$/);
    await at.json(0, 'start', 'greeting');
    await until(/^greeting: running some/);
    await at.json(0, 'abort', 'greeting');
    await until(/^greeting: released; r2 rolled back$/);
    stop.abort('SIGTERM');
    assert.equal((await watching).code, 0);
  });

  it('only looks while somebody else watches, and takes over when that ends', async () => {
    const lease = watchLease(
      path.join(at.root, '.git', 'prompt-rollout', 'staging.watch.json'),
      'another',
      () => at.now,
    );
    await at.json(0, 'start', 'greeting');
    assert.equal((await at.json(0, 'status', 'greeting')).watcher, null);
    await lease.take('another window', 'full', 60_000);
    const { watcher } = await at.json(0, 'status', 'greeting');
    assert.deepEqual(watcher, { who: 'another window', pid: process.pid, autopilot: 'full' });
    at.now += 20_000;
    const watching = watch('--autopilot', 'full');
    await until(/^another window \(process \d+\) watches; this process looks$/);
    await until(/^greeting: running some/);
    await delay(300);
    assert.equal((await at.json(0, 'status', 'greeting')).stage.name, 'some');
    await lease.release();
    await until(/^this process watches now$/);
    await until(/^greeting: advanced to most/);
    stop.abort('SIGINT');
    await watching;
    assert.equal(await lease.watcher(), undefined, 'it is given back');
  });

  it('is no document', async () => {
    assert.match((await at.json(2, 'watch')).error.message, /tick --json/);
    assert.equal((await at.run('watch', '--every', '0.01s')).code, 2);
  });
});
