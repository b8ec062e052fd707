import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefused, type CaseFiles } from '../../../../src/evaluation/cases/caseFiles.js';
import { workingFiles } from '../../../../src/evaluation/cases/workingFiles.js';
import { all } from './memoryFiles.js';

describe('the files of a working tree', () => {
  let folder: string;
  let files: CaseFiles;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'working-'));
    await mkdir(join(folder, 'root/sub'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'root/sub/a.txt'), 'A ü');
    await writeFile(join(folder, 'root/big.txt'), '');
    await truncate(join(folder, 'root/big.txt'), 9_000_000);
    await symlink(join(folder, 'secret.txt'), join(folder, 'root/link.txt'));
    await symlink(folder, join(folder, 'root/way'));
    files = workingFiles(join(folder, 'root'), () => Promise.resolve([]), new Map([['typed.txt', 'typed']]));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const streamed = async (path: string) => {
    const found = await files.stream(path);
    return isRefused(found) ? found : (await all(found)).join('');
  };

  it('are read whole or in pieces', async () => {
    assert.equal(await files.read('sub/a.txt'), 'A ü');
    assert.equal(await streamed('sub/a.txt'), 'A ü');
  });

  it('are those that are typed, where they are not saved yet', async () => {
    assert.equal(await files.read('typed.txt'), 'typed');
    assert.equal(await streamed('typed.txt'), 'typed');
  });

  it('never lie outside: not by `..`, not by an absolute path, not through a link', async () => {
    for (const path of [
      '../secret.txt',
      join(folder, 'secret.txt'),
      'sub/../../secret.txt',
      '..\\secret.txt',
      'a\0b',
    ]) {
      assert.deepEqual(await files.read(path), { refused: 'it leads out of the repository' }, path);
      assert.deepEqual(await streamed(path), { refused: 'it leads out of the repository' }, path);
    }
    for (const path of ['link.txt', 'way/secret.txt']) {
      assert.deepEqual(await files.read(path), { refused: 'it is reached through a symbolic link' }, path);
      assert.deepEqual(await streamed(path), { refused: 'it is reached through a symbolic link' }, path);
    }
  });

  it('are refused where they are too large to hold, no file, or not there', async () => {
    assert.deepEqual(await files.read('big.txt'), { refused: 'it is larger than 8 MB' });
    assert.deepEqual(await files.read('sub'), { refused: 'it is no file' });
    assert.deepEqual(await files.read('none.txt'), { refused: 'there is no such file' });
  });
});
