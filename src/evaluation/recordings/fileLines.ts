import { read } from 'node:fs';
import { promisify } from 'node:util';

/** A stretch of a file, in bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A line of a file, without its end (LF). */
export interface FileLine extends ByteRange {
  /** From 1. */
  readonly number: number;
  /** Only good until the next line comes; undefined where it is longer than `longestLine`. */
  readonly bytes: Buffer | undefined;
}

export const longestLine = 32 * 1024 * 1024;
const piece = 256 * 1024;
const lineEnd = 10;

const readPart = promisify(read);

/**
 * Hands over each line of a file in turn, in memory that does not grow with the file. Rejects where it cannot be read, and on abort.
 * @param fd its descriptor, which is the same in all threads
 */
export async function readLines(fd: number, onLine: (line: FileLine) => void, signal?: AbortSignal): Promise<void> {
  let buffer = Buffer.allocUnsafe(piece);
  let number = 0;
  let offset = 0;
  /** Bytes of the line at `offset`: passed over since it is too long, then those at the start of the buffer. */
  let passed = 0;
  let kept = 0;
  const handOver = (bytes: Buffer): void => {
    const length = passed + bytes.length;
    onLine({ number: (number += 1), offset, length, bytes: passed > 0 ? undefined : bytes });
    offset += length + 1;
    passed = 0;
  };
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await readPart(fd, buffer, kept, buffer.length - kept, offset + passed + kept);
    const bytes = buffer.subarray(0, kept + bytesRead);
    let from = 0;
    for (let end = bytes.indexOf(lineEnd, kept); end >= 0; end = bytes.indexOf(lineEnd, from)) {
      handOver(bytes.subarray(from, end));
      from = end + 1;
    }
    const rest = bytes.subarray(from);
    if (bytesRead === 0) {
      if (passed + rest.length > 0) handOver(rest);
      return;
    }
    kept = rest.length;
    if (kept < buffer.length) buffer.copyWithin(0, from, bytes.length);
    else if (buffer.length < longestLine) buffer = Buffer.concat([buffer], buffer.length * 2);
    else {
      passed += kept;
      kept = 0;
    }
  }
}
