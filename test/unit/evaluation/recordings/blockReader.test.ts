import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { BlockReader } from '../../../../src/evaluation/recordings/blockReader.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';

describe('reading pieces of a file by blocks', () => {
  const bytes = randomBytes(3_000_000);
  let handle: FileHandle;
  before(async () => {
    const path = join(temporaryFolder(), 'file');
    await writeFile(path, bytes);
    handle = await open(path);
  });
  after(() => handle.close());

  it('gives the bytes that stand there, wherever a piece begins and ends, also at once', async () => {
    const piece = fc
      .tuple(fc.nat(bytes.length - 1), fc.oneof(fc.nat(3000), fc.nat(100_000)))
      .map(([offset, length]) => ({ offset, length: Math.min(length, bytes.length - offset) }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const reader = new BlockReader(handle);
        const read = await Promise.all(pieces.map((one) => reader.read(one)));
        for (const [nth, { offset, length }] of pieces.entries())
          assert.ok(read[nth]!.equals(bytes.subarray(offset, offset + length)));
      }),
      { numRuns: 50 },
    );
  });

  it('asks the system seldom for pieces that follow each other', async () => {
    let calls = 0;
    const counting = {
      read: (buffer: Buffer, at: number, length: number, position: number) => {
        calls += 1;
        return handle.read(buffer, at, length, position);
      },
    } as FileHandle;
    const reader = new BlockReader(counting);
    for (let offset = 0; offset + 1000 <= bytes.length; offset += 1000) await reader.read({ offset, length: 1000 });
    assert.ok(calls < 20, `${calls} calls for ${bytes.length / 1000} pieces`);
  });

  it('rejects where the file is shorter than it was', async () => {
    await assert.rejects(new BlockReader(handle).read({ offset: bytes.length - 10, length: 20 }), /became shorter/);
  });
});
