import { open, type FileHandle } from 'node:fs/promises';

/** How far one file has been read: to the end of a line. */
export interface Place {
  /** Bytes. */
  offset: number;
  /** Whole lines before the offset. */
  lines: number;
  /** The last bytes before the offset: where they are found again, it is the same file that goes on. */
  mark: Buffer;
  /** The offset is inside a line that is too long; its rest is passed over. */
  inLongLine: boolean;
  /** The newest event before the offset, in epoch milliseconds; -Infinity where none is known. */
  reached: number;
}

/** The place in a file of which nothing has been read. */
export function startOfFile(): Place {
  return { offset: 0, lines: 0, mark: Buffer.alloc(0), inLongLine: false, reached: -Infinity };
}

/** What is done with the lines of one file. */
export interface LineReader {
  /**
   * Gets each whole line in turn, with its number in the file, from 1: the bytes from `start` to `end`, which stay as
   * they are; undefined for a line of more than a megabyte. Returns when its event was, in epoch milliseconds, where it tells.
   */
  onLine(bytes: Buffer | undefined, start: number, end: number, number: number): number | undefined;
  /** Asked after every few lines: whether to stop before the end. */
  stops(): boolean | Promise<boolean>;
}

/** How reading ended: at the end of the file, before it, or not begun, since the file is another one. */
export type Ended = 'at the end' | 'before the end' | 'another file';

const chunk = 512 * 1024;
/** Enough to learn when the events of a file begin. */
const firstChunk = 16 * 1024;
const longestLine = 1024 * 1024;
export const markLength = 256;

/**
 * Reads a file on from `place` to the end of its last whole line, and moves `place` along: a line and the move past it
 * happen in one step, so that stopping anywhere loses and repeats nothing. A half-written last line waits for its end.
 * Nothing is read where the file does not start with what was read up to `place`.
 * Rejects where the file cannot be read, and on abort.
 */
export async function readAppended(
  path: string,
  place: Place,
  reader: LineReader,
  signal: AbortSignal,
): Promise<Ended> {
  const handle = await open(path);
  try {
    if (!(await continues(handle, place))) return 'another file';
    return await readPieces(piecesOf(handle, place.offset, signal), place, reader);
  } finally {
    await handle.close();
  }
}

/** Whether the file at a path starts with what was read up to `place`. */
export async function isOfPlace(path: string, place: Place): Promise<boolean> {
  const handle = await open(path);
  try {
    return await continues(handle, place);
  } finally {
    await handle.close();
  }
}

/** The place at the end of a file; undefined for a file that is too short to be known by its last bytes. */
export async function endOfFile(path: string): Promise<Place | undefined> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if (size < markLength) return undefined;
    const { buffer } = await handle.read(Buffer.alloc(markLength), 0, markLength, size - markLength);
    return { ...startOfFile(), offset: size, mark: buffer };
  } finally {
    await handle.close();
  }
}

async function continues(handle: FileHandle, { mark, offset }: Place): Promise<boolean> {
  if (mark.length === 0) return true;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(mark.length), 0, mark.length, offset - mark.length);
  return bytesRead === mark.length && buffer.equals(mark);
}

/** The bytes of a file from an offset to its end as it is now; the next ones are read while those before are worked on. */
async function* piecesOf(handle: FileHandle, from: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { size } = await handle.stat();
  const readAt = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  let next = from < size ? readAt(from, Math.min(size - from, from === 0 ? firstChunk : chunk)) : undefined;
  let at = from;
  try {
    while (next) {
      signal.throwIfAborted();
      const piece = await next;
      at += piece.length;
      next = piece.length > 0 && at < size ? readAt(at, Math.min(size - at, chunk)) : undefined;
      yield piece;
    }
  } finally {
    // The file must not be closed under it.
    await next?.catch(() => undefined);
  }
}

/**
 * Hands over the whole lines of a file, which comes in pieces from `place` on.
 * @param isWhole the file will not grow: its last line counts also without an end
 */
export async function readPieces(
  pieces: AsyncIterable<Buffer>,
  place: Place,
  reader: LineReader,
  isWhole = false,
): Promise<'at the end' | 'before the end'> {
  /** What was read of the line at `place`. */
  let begun: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const first = piece.indexOf(10) + 1;
    if (first === 0) {
      begun = Buffer.concat([begun, piece]);
      if (begun.length > longestLine && !place.inLongLine) {
        reader.onLine(undefined, 0, 0, place.lines + 1);
        place.inLongLine = true;
      }
      if (place.inLongLine) {
        move(place, begun);
        begun = Buffer.alloc(0);
      }
      continue;
    }
    const last = piece.lastIndexOf(10) + 1;
    takeLines(Buffer.concat([begun, piece.subarray(0, first)]), place, reader);
    takeLines(piece.subarray(first, last), place, reader);
    begun = piece.subarray(last);
    if (await reader.stops()) return 'before the end';
  }
  if (isWhole && begun.length > 0) {
    reader.onLine(begun, 0, begun.length, ++place.lines);
    move(place, begun);
  }
  return 'at the end';
}

/** Hands over whole lines and moves past them. */
function takeLines(bytes: Buffer, place: Place, reader: LineReader): void {
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    place.lines++;
    if (place.inLongLine) {
      place.inLongLine = false;
    } else {
      const isLong = end - start > longestLine;
      const time = reader.onLine(isLong ? undefined : bytes, start, end, place.lines);
      if (time !== undefined && time > place.reached) place.reached = time;
    }
    start = end + 1;
  }
  move(place, bytes);
}

function move(place: Place, bytes: Buffer): void {
  place.offset += bytes.length;
  place.mark = Buffer.from(Buffer.concat([place.mark, bytes.subarray(-markLength)]).subarray(-markLength));
}
