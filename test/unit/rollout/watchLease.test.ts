import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchLease, type WatchLease } from '../../../src/rollout/watchLease.js';
import { watchNote, watcherSentence } from '../../../src/rollout/watchWords.js';

describe('the lease of who watches', () => {
  let folder: string;
  let file: string;
  let now: number;
  const every = 10_000;
  const opened = (token: string): WatchLease => watchLease(file, token, () => now);
  const another = (): WatchLease => opened(randomUUID());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lease-'));
    file = join(folder, 'notes', 'production.watch.json');
    now = 1_000_000;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Changes what the file says, as if another process had written it. */
  const rewrite = (change: object): void =>
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }));

  it('is had by the first who comes, and kept while it is touched', async () => {
    const [one, two] = [another(), another()];
    assert.equal(await one.watcher(), undefined);
    assert.deepEqual(await one.take('one', 'protect', every), {
      who: 'one',
      pid: process.pid,
      autopilot: 'protect',
      isUs: true,
    });
    for (let round = 0; round < 5; round += 1) {
      now += every;
      assert.equal((await two.take('two', 'protect', every)).who, 'one');
      assert.equal((await one.take('one', 'protect', every)).isUs, true);
    }
    assert.deepEqual(await two.watcher(), { who: 'one', pid: process.pid, autopilot: 'protect', isUs: false });
  });

  it('stays with whoever opens the repository anew', async () => {
    await opened('a window').take('one', 'protect', every);
    assert.equal((await opened('a window').watcher())?.isUs, true);
    assert.equal((await opened('a window').take('one', 'off', every)).autopilot, 'off');
    await opened('a window').release();
    assert.equal(existsSync(file), false);
  });

  it('is free once nobody touched it for three rounds, or its owner gave it back', async () => {
    const [one, two] = [another(), another()];
    await one.take('one', 'protect', every);
    now += 3 * every;
    assert.equal((await two.take('two', 'protect', every)).isUs, false);
    now += 1;
    assert.equal((await two.take('two', 'protect', every)).isUs, true);
    assert.equal((await one.take('one', 'protect', every)).who, 'two');
    await one.release();
    assert.equal((await one.watcher())?.who, 'two', 'only the owner gives it back');
    await two.release();
    assert.equal(existsSync(file), false);
  });

  it('goes to whoever may do more', async () => {
    const [one, two] = [another(), another()];
    await one.take('one', 'protect', every);
    assert.equal((await two.take('two', 'full', every)).isUs, true);
    assert.equal((await one.take('one', 'protect', every)).who, 'two');
    assert.equal((await one.take('one', 'full', every)).who, 'two');
  });

  it('is free at once where its process has ended, on this machine', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    await another().take('one', 'protect', every);
    rewrite({ pid });
    assert.equal(await another().watcher(), undefined);
    rewrite({ pid, host: 'elsewhere' });
    assert.equal((await another().watcher())?.who, 'one');
  });

  it('is free where the file says nothing that can be read', async () => {
    await another().take('one', 'protect', every);
    for (const text of ['', '{', '[]', '{"who":"x"}', JSON.stringify({ who: 'x', pid: 'y', until: 9e15 })]) {
      writeFileSync(file, text);
      assert.equal(await another().watcher(), undefined);
    }
    assert.equal((await another().take('two', 'protect', every)).isUs, true);
  });

  it('keeps nobody from watching where its file cannot be written', async () => {
    writeFileSync(join(folder, 'notes'), 'a file where the folder should be');
    const one = another();
    assert.equal((await one.take('one', 'protect', every)).isUs, true);
    await one.release();
    assert.equal(await one.watcher(), undefined);
  });

  it('is one for all: of many who come at the same time, one has it', async () => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => another().take(`${index}`, 'protect', every)),
    );
    assert.equal(taken.filter(({ isUs }) => isUs).length, 1);
    assert.equal(new Set(taken.map(({ who }) => who)).size, 1);
  });
});

describe('who watches, in words', () => {
  const watcher = { who: 'prompt-rollout watch', pid: 7, autopilot: 'protect', isUs: false } as const;

  it('names another process that does as much as this window would', () => {
    const sentence = 'prompt-rollout watch (process 7) watches: rules hold or roll back, people advance.';
    assert.equal(watchNote('protect', watcher), sentence);
    assert.equal(watchNote('off', watcher), sentence);
    assert.match(
      watchNote('full', watcher),
      /^While this window is open it watches: rules hold, roll back and advance/,
    );
    assert.equal(
      watcherSentence({ ...watcher, isUs: true }),
      'This window watches: rules hold or roll back, people advance.',
    );
  });

  it('says when nothing watches', () => {
    assert.match(watchNote('protect', { ...watcher, isUs: true }), /Nothing watches this when the window closes\.$/);
    assert.match(watchNote('off', undefined), /off, and nothing else watches/);
  });
});
