import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFlagFile } from '../../../../../src/backends/traffic/flagd/sharedFlagFile.js';
import { baseline, release, releaseOf } from './release.js';

const flag = 'support-reply';
const signal = new AbortController().signal;

describe('the flag file of several working trees', () => {
  let folder: string;
  const inTree = (tree: string) =>
    sharedFlagFile({
      file: 'flags.json',
      root: join(folder, tree),
      note: join(folder, 'git', 'notes', 'production.tree'),
    });

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'trees-')));
    for (const tree of ['a', 'b', 'git']) await mkdir(join(folder, tree));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is that of the tree which wrote first, for all of them', async () => {
    await inTree('a').apply(flag, release(5_000), 'absent', signal);
    const seen = await inTree('b').read(flag, signal);
    assert.equal(seen.split?.candidate?.share, 5_000);
    await inTree('b').apply(flag, releaseOf({ baseline }), seen.revision, signal);
    assert.equal((await inTree('a').read(flag, signal)).split?.candidate, undefined);
    assert.equal(existsSync(join(folder, 'b', 'flags.json')), false);
  });

  it('is the own one again when that tree is gone', async () => {
    await inTree('a').apply(flag, release(5_000), 'absent', signal);
    await rm(join(folder, 'a'), { recursive: true });
    const { revision, split } = await inTree('b').read(flag, signal);
    assert.equal(split, undefined);
    await inTree('b').apply(flag, release(5_000), revision, signal);
    assert.ok(existsSync(join(folder, 'b', 'flags.json')));
  });
});
