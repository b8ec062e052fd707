import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flagdFile } from '../../../../../src/backends/traffic/flagd/index.js';
import { HumanError, type Trouble } from '../../../../../src/prompts/humanError.js';
import type { TrafficBackend } from '../../../../../src/rollout/trafficBackend.js';
import { baseline, candidate, release, releaseOf } from './release.js';

const flag = 'support-reply';
const signal = new AbortController().signal;

describe('the flagd file backend', () => {
  let folder: string;
  let path: string;
  let backend: TrafficBackend;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'flagd file ü-')));
    path = join(folder, 'flags.flagd.json');
    backend = flagdFile({ path, root: folder, label: 'flags.flagd.json' });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const revision = async () => (await backend.read(flag, signal)).revision;
  const fails = (promise: Promise<unknown>, trouble: Trouble, words: RegExp) =>
    assert.rejects(
      promise,
      (error) => error instanceof HumanError && error.trouble === trouble && words.test(error.message),
    );

  it('makes the file, and reads back what it wrote', async () => {
    assert.deepEqual((await backend.read(flag, signal)).split, undefined);
    const served = await backend.apply(flag, release(5_000), await revision(), signal);
    assert.deepEqual(served, { revision: await revision(), ...release(5_000) });
    assert.deepEqual(await readdir(folder), ['flags.flagd.json']);
    assert.ok((await readFile(path, 'utf8')).startsWith('{\n  "$schema": "https://flagd.dev/schema/v0/flags.json",\n'));
  });

  it('replaces its own flag only, and keeps what others have in its metadata', async () => {
    const other = '"banner":   {"state":"ENABLED","variants":{"on":true},"defaultVariant":"on"}';
    await writeFile(path, `{\r\n    "flags": {\r\n        ${other}\r\n    }\r\n}`);
    await backend.apply(flag, releaseOf({ baseline }), await revision(), signal);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"metadata": {', '"metadata": { "owner": "support-ai",'),
    );
    await backend.apply(flag, release(5_000), await revision(), signal);
    const text = await readFile(path, 'utf8');
    assert.ok(text.includes(`        ${other},\r\n        "support-reply": {\r\n            "state": "ENABLED"`));
    assert.match(text, /"owner": "support-ai"/);
    assert.equal((await backend.read(flag, signal)).foreign, undefined);
  });

  it('writes nothing when the flag has moved since it was read', async () => {
    const before = await revision();
    await backend.apply(flag, releaseOf({ baseline }), before, signal);
    const text = await readFile(path, 'utf8');
    await fails(
      backend.apply(flag, release(5_000), before, signal),
      'conflict',
      /support-reply .* changed .* Nothing was written/,
    );
    assert.equal(await readFile(path, 'utf8'), text);
    assert.deepEqual(await readdir(folder), ['flags.flagd.json']);
  });

  it('lets exactly one of several writers win', async function () {
    this.timeout(20_000);
    const seen = await revision();
    const writer = `
      import { flagdFile } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../../../src/backends/traffic/flagd/index.ts')).href)};
      import { release } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'release.ts')).href)};
      const backend = flagdFile({ path: ${JSON.stringify(path)}, root: ${JSON.stringify(folder)}, label: 'flags' });
      const tries = [1, 2, 3, 4].map((share) => backend.apply('support-reply', release(share * 100), ${JSON.stringify(seen)}, new AbortController().signal));
      const ends = await Promise.allSettled(tries);
      console.log(JSON.stringify(ends.map((end) => end.status === 'fulfilled' ? 'won' : end.reason.trouble)));`;
    const ends = await Promise.all([inProcess(writer), inProcess(writer)]);
    const all = ends.flatMap((end) => JSON.parse(end) as string[]);
    assert.deepEqual(all.toSorted(), [...Array<string>(7).fill('conflict'), 'won']);
    assert.equal((await backend.read(flag, signal)).foreign, undefined);
  });

  it('keeps the old file when the process dies before the new one is in its place', async function () {
    this.timeout(30_000);
    await backend.apply(flag, releaseOf({ baseline }), await revision(), signal);
    const text = await readFile(path, 'utf8');
    const dying = `
      import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      fs.rename = () => { console.log('renaming'); process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); };
      syncBuiltinESMExports();
      const { flagdFile } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../../../src/backends/traffic/flagd/index.ts')).href)});
      const { release } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'release.ts')).href)});
      const backend = flagdFile({ path: ${JSON.stringify(path)}, root: ${JSON.stringify(folder)}, label: 'flags' });
      await backend.apply('support-reply', release(5000), ${JSON.stringify(await revision())}, new AbortController().signal);
      console.log('survived');`;
    assert.equal((await inProcess(dying)).trim(), 'renaming');
    assert.equal(await readFile(path, 'utf8'), text);

    // What the dead process left behind does not stop the next writer once it is old.
    assert.ok(existsSync(`${path}.lock`));
    const old = new Date(Date.now() - 11_000);
    await utimes(`${path}.lock`, old, old);
    await backend.apply(flag, release(5_000), await revision(), signal);
    assert.equal(existsSync(`${path}.lock`), false);
  });

  it('waits for another writer, and gives up when told to', async () => {
    const lock = `${path}.lock`;
    await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname(), token: 'x' }));
    const old = new Date(Date.now() - 60_000);
    await utimes(lock, old, old);
    const seen = await revision();
    await fails(
      backend.apply(flag, release(5_000), seen, AbortSignal.timeout(100)),
      'cancelled',
      /before anything was written/,
    );
    const waiting = backend.apply(flag, release(5_000), seen, signal);
    setTimeout(() => void rm(lock), 100);
    assert.equal((await waiting).split?.candidate?.share, 5_000);
  });

  it('refuses a file that flagd would refuse, and touches nothing', async () => {
    for (const [text, words] of [
      ['{\n  "flags": {,}\n}\n', /flags\.flagd\.json:2:13 .*nothing was written/],
      ['{ // why\n "flags": {} }', /:1:3 has a comment/],
      ['{"flags":{"a":{"state":"SOMETIMES","variants":{}}}}', /flagd would refuse .*Invalid flag state/],
    ] as const) {
      await writeFile(path, text);
      await fails(backend.apply(flag, release(5_000), 'absent', signal), 'input', words);
      assert.equal(await readFile(path, 'utf8'), text);
      assert.deepEqual(await readdir(folder), ['flags.flagd.json']);
    }
    await writeFile(path, Buffer.from([0x7b, 0xff, 0x7d]));
    await fails(backend.read(flag, signal), 'input', /UTF-8/);
  });

  it('refuses a share that flagd would not serve', async () => {
    await fails(backend.apply(flag, release(0.5), 'absent', signal), 'refused', /integer/);
    await fails(backend.apply(flag, release(100_001), 'absent', signal), 'refused', /100001/);
    assert.deepEqual(await readdir(folder), []);
  });

  it('follows a link inside the repository, and refuses one that leaves it', async () => {
    await mkdir(join(folder, 'repo/deploy'), { recursive: true });
    const linked = flagdFile({
      path: join(folder, 'repo/flags.json'),
      root: join(folder, 'repo'),
      label: 'flags.json',
    });
    await symlink('deploy/real.json', join(folder, 'repo/flags.json'));
    await writeFile(join(folder, 'repo/deploy/real.json'), '{"flags":{}}');
    await linked.apply(flag, release(5_000), 'absent', signal);
    assert.ok((await readFile(join(folder, 'repo/deploy/real.json'), 'utf8')).includes(candidate));

    await rm(join(folder, 'repo/flags.json'));
    await writeFile(path, '{"flags":{}}');
    await symlink(path, join(folder, 'repo/flags.json'));
    await fails(linked.read(flag, signal), 'input', /leaves the repository/);
    await fails(linked.apply(flag, release(5_000), 'absent', signal), 'input', /leaves the repository/);
    assert.equal(await readFile(path, 'utf8'), '{"flags":{}}');
  });

  it('says that the folder is not there', async () => {
    const lost = flagdFile({ path: join(folder, 'no/flags.json'), root: folder, label: 'no/flags.json' });
    await fails(lost.read(flag, signal), 'unreachable', /no\/flags\.json/);
  });

  it('shows what would change, short enough to read', async () => {
    assert.match((await backend.preview(flag, releaseOf({ baseline }), signal)).diff, /^--- \/dev\/null/m);
    await backend.apply(flag, releaseOf({ baseline }), await revision(), signal);
    const text = await readFile(path, 'utf8');
    const { diff: patch, summary } = await backend.preview(flag, release(5_000), signal);
    assert.match(summary, /nothing else in the file changes/);
    assert.equal(await readFile(path, 'utf8'), text);
    assert.match(patch, /^\+ +"4b81d02c77aa-candidate": \{$/m);
    assert.match(patch, /^\+ +5000$/m);
    assert.doesNotMatch(patch, /^-.*"promptRollout.prompt"/m);
    assert.ok(
      patch.split('\n').every((line) => line.length < 160),
      patch,
    );
  });

  it('shows a text that was changed by hand behind the cut', async () => {
    await backend.apply(flag, releaseOf({ baseline }), await revision(), signal);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace(/team \(9f2c1a7be340\)\. "/, 'tEAM (9f2c1a7be340). "'),
    );
    assert.match(
      (await backend.preview(flag, releaseOf({ baseline }), signal)).diff,
      /^\+ +"content": "You answer .*…/m,
    );
  });
});

/** Runs a module in a process of its own; what it printed. */
function inProcess(module: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', module], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(out));
  });
}
