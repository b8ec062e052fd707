import type { ByteRange } from './fileLines.js';
import type { Recording } from './recording.js';

/** Where a recording stands, and as much of it as finding it takes. */
export interface Indexed extends ByteRange, Pick<Recording, 'key' | 'case' | 'sample'> {
  /** Which of the files that were read, from 0. */
  readonly source: number;
  /** From 1. */
  readonly line: number;
  /** Epoch milliseconds. */
  readonly recorded: number;
}

/** A table as it goes from one thread to another: shared, so that nothing is copied. */
export interface TableParts {
  /** The recordings in the order of `byCase`, `width` bytes each. */
  readonly rows: Uint8Array;
  /** The texts of their cases, in UTF-16. */
  readonly cases: Uint8Array;
  /** The numbers of the rows in the order of their keys. */
  readonly byKey: Uint32Array;
}

/**
 * The recordings of many lines: about a hundred bytes each and no objects, so that a file may be larger than the memory,
 * and no thread is held while the memory is tidied up.
 */
export class RecordingTable {
  private readonly rows: Buffer;
  private readonly cases: Buffer;
  private readonly byKey: Uint32Array;

  constructor({ rows, cases, byKey }: TableParts) {
    this.rows = bufferOf(rows);
    this.cases = bufferOf(cases);
    this.byKey = byKey;
  }

  get size(): number {
    return this.byKey.length;
  }

  *[Symbol.iterator](): IterableIterator<Indexed> {
    for (let row = 0; row < this.size; row += 1) yield readRow(this.rows, this.cases, row);
  }

  /** @param key as `requestKey` makes it */
  find(key: string): Indexed | undefined {
    const wanted = Buffer.from(key, 'hex');
    const compare = (nth: number): number => {
      const start = (this.byKey[nth] ?? 0) * width;
      return this.rows.compare(wanted, 0, keyLength, start, start + keyLength);
    };
    const nth = firstWhere(this.size, (one) => compare(one) >= 0);
    return nth < this.size && compare(nth) === 0 ? readRow(this.rows, this.cases, this.byKey[nth] ?? 0) : undefined;
  }

  /** The recordings of a case, in order. */
  ofCase(id: string): Indexed[] {
    const caseAt = (row: number): string => readCase(this.rows, this.cases, row);
    const found: Indexed[] = [];
    for (let row = firstWhere(this.size, (one) => caseAt(one) >= id); row < this.size && caseAt(row) === id; row += 1)
      found.push(readRow(this.rows, this.cases, row));
    return found;
  }
}

/** The first number from 0 on for which something holds that holds for all after it; `count` where it holds for none. */
function firstWhere(count: number, holds: (number: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A row: the key, then three doubles, then five whole numbers of four bytes. */
export const width = 76;
const keyLength = 32;

export function writeRow(rows: Buffer, row: number, entry: Indexed, text: ByteRange): void {
  let at = row * width;
  rows.write(entry.key, at, 'hex');
  at += keyLength;
  for (const double of [entry.offset, entry.recorded, entry.sample]) at = rows.writeDoubleLE(double, at);
  for (const whole of [entry.length, entry.source, entry.line, text.offset, text.length])
    at = rows.writeUInt32LE(whole, at);
}

export function readRow(rows: Buffer, cases: Buffer, row: number): Indexed {
  const at = row * width;
  const after = at + keyLength;
  return {
    key: rows.toString('hex', at, after),
    offset: rows.readDoubleLE(after),
    recorded: rows.readDoubleLE(after + 8),
    sample: rows.readDoubleLE(after + 16),
    length: rows.readUInt32LE(after + 24),
    source: rows.readUInt32LE(after + 28),
    line: rows.readUInt32LE(after + 32),
    case: readCase(rows, cases, row),
  };
}

export function readCase(rows: Buffer, cases: Buffer, row: number): string {
  const start = rows.readUInt32LE(row * width + keyLength + 36);
  return cases.toString('utf16le', start, start + rows.readUInt32LE(row * width + keyLength + 40));
}
