import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './fileLines.js';
import { readPiece } from './inOrder.js';

const size = 16 * 1024;
/** So many blocks are read at once where one follows another, and so many kept. */
const ahead = 16;
const most = 64;

/**
 * Reads pieces of a file. Those that are wanted one after the other often stand near each other, so whole blocks are read,
 * and the last ones kept: a call for each piece would take longer than all else that is done with it.
 */
export class BlockReader {
  private readonly blocks = new Map<number, Promise<Buffer>>();

  constructor(private readonly handle: FileHandle) {}

  /** @throws Error where the file is shorter than it was */
  async read({ offset, length }: ByteRange): Promise<Buffer> {
    const first = Math.floor(offset / size);
    const last = Math.floor((offset + length - 1) / size);
    const whole = { handle: this.handle, offset, length };
    if (last > first + 1) return readPiece(whole);
    const bytes = first === last ? await this.block(first) : Buffer.concat(await this.both(first));
    const start = offset - first * size;
    const piece = bytes.subarray(start, start + length);
    return piece.length === length ? piece : readPiece(whole);
  }

  private both(first: number): Promise<readonly Buffer[]> {
    return Promise.all([this.block(first), this.block(first + 1)]);
  }

  private block(index: number): Promise<Buffer> {
    return this.blocks.get(index) ?? this.readFrom(index);
  }

  private readFrom(index: number): Promise<Buffer> {
    const count = this.blocks.has(index - 1) ? ahead : 1;
    const bytes = this.bytesFrom(index * size, count * size);
    for (let nth = 0; nth < count; nth += 1) {
      const block = bytes.then((all) => all.subarray(nth * size, (nth + 1) * size));
      this.blocks.delete(index + nth);
      this.blocks.set(index + nth, block);
    }
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= most) break;
      this.blocks.delete(oldest);
    }
    return bytes.then((all) => all.subarray(0, size));
  }

  /** Fewer at the end of the file. */
  private async bytesFrom(offset: number, length: number): Promise<Buffer> {
    const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }
}
