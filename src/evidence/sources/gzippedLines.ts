import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { markLength, readPieces, type Ended, type LineReader, type Place } from './appendedLines.js';

/** What unpacks to more than so many times its size, beyond so many bytes, is no telemetry: that is 30 times smaller at most. */
const [largestRatio, unsuspicious] = [256, 16 * 1024 * 1024];
const chunkSize = 256 * 1024;

/** Whether a file is packed; such files do not grow. */
export function isGzip(path: string): boolean {
  return path.endsWith('.gz');
}

/** A packed file that cannot be unpacked to its end, in words; what came before was read. */
export class Damaged extends Error {}

/**
 * Reads a packed file on from `place`, as it is unpacked, like `readAppended`. Its last line counts also without an end.
 * Rejects with `Damaged`, what comes before being read, where it cannot be unpacked.
 */
export async function readGzip(path: string, place: Place, reader: LineReader, signal: AbortSignal): Promise<Ended> {
  const unpacked = pastPlace(unpack(path, signal), place);
  const { done } = await unpacked.next();
  return done ? 'another file' : readPieces(unpacked, place, reader, true);
}

/** The furthest of these places up to which a packed file is what was read; undefined where it is another file. */
export async function placeInGzip(
  path: string,
  places: Iterable<Place>,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const open = [...places].sort((a, b) => a.offset - b.offset);
  let found: Place | undefined;
  let tail: Buffer = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const piece of unpack(path, signal)) {
      const bytes = Buffer.concat([tail, piece]);
      const from = at - tail.length;
      at += piece.length;
      for (let [place] = open; place && place.offset <= at; [place] = open) {
        open.shift();
        const end = place.offset - from;
        if (bytes.subarray(Math.max(0, end - place.mark.length), end).equals(place.mark)) found = place;
      }
      if (open.length === 0) break;
      tail = bytes.subarray(-markLength);
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
  }
  return found;
}

/** First an empty piece, once the bytes before `place` are found to be those that were read; then all after it. */
async function* pastPlace(pieces: AsyncIterable<Buffer>, { offset, mark }: Place): AsyncGenerator<Buffer, void> {
  let before: Buffer = Buffer.alloc(0);
  let at = 0;
  if (offset === 0) yield before;
  for await (const piece of pieces) {
    const from = at;
    at += piece.length;
    if (from < offset) {
      const skipped = piece.subarray(0, Math.min(piece.length, offset - from));
      before = Buffer.concat([before, skipped.subarray(-mark.length)]).subarray(-mark.length);
      if (at < offset) continue;
      if (!before.equals(mark)) return;
      yield Buffer.alloc(0);
    }
    yield piece.subarray(Math.max(0, offset - from));
  }
}

async function* unpack(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize });
  const packed = createReadStream(path);
  // Errors come out of what is read below.
  pipeline(packed, gunzip, () => undefined);
  const pieces: AsyncIterable<Buffer> = gunzip;
  let size = 0;
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      size += piece.length;
      if (size > unsuspicious && size > gunzip.bytesWritten * largestRatio) {
        throw new Damaged(`it unpacks to more than ${largestRatio} times its size`);
      }
      yield piece;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isOfZlib(error) ? new Damaged(error.message) : error;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
