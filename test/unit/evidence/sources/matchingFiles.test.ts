import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { matchingFiles } from '../../../../src/evidence/sources/matchingFiles.js';

const signal = new AbortController().signal;

describe('matchingFiles', () => {
  let root: string;

  beforeEach(async () => (root = await realpath(await mkdtemp(join(tmpdir(), 'matching files ')))));
  afterEach(() => rm(root, { recursive: true }));

  async function write(...paths: string[]): Promise<void> {
    for (const path of paths) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), '');
    }
  }

  async function pathsOf(...globs: string[]): Promise<string[]> {
    const { files, failure } = await matchingFiles(root, globs, signal);
    assert.equal(failure, undefined);
    return files.map(({ path }) => path);
  }

  it('finds files by globs relative to the root, sorted, each once', async () => {
    await write('telemetry/b.jsonl', 'telemetry/a.jsonl', 'telemetry/a.txt', 'telemetry/eu/c.jsonl', 'x.jsonl');
    assert.deepEqual(await pathsOf('telemetry/*.jsonl'), ['telemetry/a.jsonl', 'telemetry/b.jsonl']);
    assert.deepEqual(await pathsOf('./telemetry/a.jsonl', 'telemetry/a*'), ['telemetry/a.jsonl', 'telemetry/a.txt']);
    assert.deepEqual(await pathsOf('telemetry/{eu,us}/*.jsonl'), ['telemetry/eu/c.jsonl']);
    assert.equal((await pathsOf('**/*.jsonl')).length, 4);
  });

  it('takes what is missing for nothing', async () => {
    await write('file');
    assert.deepEqual(await pathsOf('telemetry/*.jsonl', 'a.jsonl', 'file/*.jsonl', 'node_modules/**'), []);
    assert.deepEqual((await matchingFiles(join(root, 'nowhere'), ['**'], signal)).files, []);
  });

  it('passes over hidden folders and node_modules, unless a glob names them', async () => {
    await write('.git/a.jsonl', 'node_modules/b.jsonl', '.logs/c.jsonl');
    assert.deepEqual(await pathsOf('**/*.jsonl'), []);
    assert.deepEqual(await pathsOf('.logs/*.jsonl'), ['.logs/c.jsonl']);
  });

  it('follows a link inside the root, and counts its file once', async () => {
    await write('data/a.jsonl');
    await symlink('a.jsonl', join(root, 'data/link.jsonl'));
    assert.deepEqual(await pathsOf('data/*.jsonl'), ['data/a.jsonl']);
    assert.deepEqual(await pathsOf('data/link.jsonl'), ['data/link.jsonl']);
  });

  it('refuses what leads out of the root', async () => {
    await write('out/secret.jsonl', 'in/ok.jsonl');
    await symlink('../out/secret.jsonl', join(root, 'in/link.jsonl'));
    await symlink('../out', join(root, 'in/folder'));
    for (const glob of ['*.jsonl', 'folder/*.jsonl', '../out/*.jsonl', join(root, 'out/*.jsonl')]) {
      const { files, failure } = await matchingFiles(join(root, 'in'), [glob], signal);
      assert.ok(!files.some(({ path }) => path.includes('secret')) && !files.some(({ real }) => real.includes('out')));
      assert.match(failure ?? '', /outside/, glob);
    }
    assert.equal((await matchingFiles(join(root, 'in'), ['*.jsonl'], signal)).files.length, 1);
  });

  it('says what cannot be read', async () => {
    await symlink('loop.jsonl', join(root, 'loop.jsonl'));
    const { failure } = await matchingFiles(root, ['*.jsonl'], signal);
    assert.match(failure ?? '', /^loop\.jsonl cannot be read: /);
  });
});
