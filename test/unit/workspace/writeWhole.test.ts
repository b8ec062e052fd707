import assert from 'node:assert/strict';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../src/workspace/writeWhole.js';
import { temporaryFolder } from './gitFixture.js';

describe('writing a file whole', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, 'flags.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a file, and replaces one without touching the old bytes', async () => {
    await writeWhole(file, 'one');
    linkSync(file, join(folder, 'old'));
    await writeWhole(file, Buffer.from('two'));
    assert.equal(readFileSync(file, 'utf8'), 'two');
    assert.equal(readFileSync(join(folder, 'old'), 'utf8'), 'one');
    assert.deepEqual(readdirSync(folder).sort(), ['flags.json', 'old']);
  });

  it('takes a large file piece by piece, and keeps the old one where a piece cannot be made', async () => {
    const pieces = async function* (count: number): AsyncGenerator<Buffer> {
      for (let index = 0; index < count; index += 1) yield Buffer.from(`${index}\n`);
      if (count === 2) throw new Error('no more');
      await Promise.resolve();
    };
    await writeWhole(file, pieces(3));
    assert.equal(readFileSync(file, 'utf8'), '0\n1\n2\n');
    await assert.rejects(writeWhole(file, pieces(2)), /flags\.json could not be written \(no more\); it is as it was/);
    assert.equal(readFileSync(file, 'utf8'), '0\n1\n2\n');
    assert.deepEqual(readdirSync(folder), ['flags.json']);
  });

  it('keeps the mode', async () => {
    writeFileSync(file, 'one');
    chmodSync(file, 0o666);
    await writeWhole(file, 'two');
    assert.equal(statSync(file).mode & 0o777, 0o666);
  });

  it('writes through a symbolic link inside the root, which stays one', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'x'), 'one');
    symlinkSync(join('real', 'x'), file);
    await writeWhole(file, 'two', folder);
    assert.equal(lstatSync(file).isSymbolicLink(), true);
    assert.equal(readFileSync(join(folder, 'real', 'x'), 'utf8'), 'two');
  });

  it('follows none that leads out, whether the file or its folder', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'x'), 'one');
    symlinkSync(join(outside, 'x'), file);
    symlinkSync(outside, join(folder, 'sub'));
    symlinkSync(join(outside, 'none'), join(folder, 'dangling'));
    for (const path of ['flags.json', 'sub/x', 'sub/new', 'dangling']) {
      await assert.rejects(
        writeWhole(join(folder, path), 'two', folder),
        { name: 'HumanError', trouble: 'refused' },
        path,
      );
    }
    assert.deepEqual([readdirSync(outside), readFileSync(join(outside, 'x'), 'utf8')], [['x'], 'one']);
    rmSync(outside, { recursive: true });
  });

  it('leaves nothing behind when it fails', async () => {
    mkdirSync(join(folder, 'taken'));
    await assert.rejects(writeWhole(join(folder, 'taken'), 'x'), /taken could not be written .* it is as it was/);
    await assert.rejects(writeWhole(join(folder, 'no', 'folder'), 'x'), { name: 'HumanError', trouble: 'refused' });
    assert.deepEqual(readdirSync(folder), ['taken']);
  });

  it('shows a reader the old or the new content, never a part', async () => {
    const contents = ['a', 'b'].map((letter) => letter.repeat(300_000));
    await writeWhole(file, contents[0]!);
    const state = { writing: true };
    const reading = (async () => {
      while (state.writing) {
        assert.ok(contents.includes(readFileSync(file, 'utf8')));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let turn = 1; turn < 10; turn += 1) await writeWhole(file, contents[turn % 2]!);
    state.writing = false;
    await reading;
  });
});
