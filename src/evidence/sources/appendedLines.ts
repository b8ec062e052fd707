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
}

/** The place in a file of which nothing has been read. */
export function startOfFile(): Place {
  return { offset: 0, lines: 0, mark: Buffer.alloc(0), inLongLine: false };
}

/** Gets each whole line in turn, with its number in the file, from 1; undefined for a line of more than a megabyte. */
export type OnLine = (line: string | undefined, number: number) => void;

const chunk = 256 * 1024;
const longestLine = 1024 * 1024;
const markLength = 256;

/**
 * Reads a file on from `place` to the end of its last whole line, and moves `place` along: a line and the move past it
 * happen in one step, so that stopping anywhere loses and repeats nothing. A half-written last line waits for its end.
 * Returns false, with nothing read, where the file does not start with what was read up to `place`.
 * Rejects where the file cannot be read, and on abort.
 */
export async function readAppended(path: string, place: Place, onLine: OnLine, signal: AbortSignal): Promise<boolean> {
  const handle = await open(path);
  try {
    if (!(await continues(handle, place))) return false;
    await readToEnd(handle, place, onLine, signal);
    return true;
  } finally {
    await handle.close();
  }
}

async function continues(handle: FileHandle, { mark, offset }: Place): Promise<boolean> {
  if (mark.length === 0) return true;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(mark.length), 0, mark.length, offset - mark.length);
  return bytesRead === mark.length && buffer.equals(mark);
}

async function readToEnd(handle: FileHandle, place: Place, onLine: OnLine, signal: AbortSignal): Promise<void> {
  const { size } = await handle.stat();
  let buffer = Buffer.allocUnsafe(chunk);
  while (place.offset < size) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, place.offset);
    const bytes = buffer.subarray(0, bytesRead);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end > 0) {
      takeLines(bytes.subarray(0, end), place, onLine);
    } else if (place.inLongLine && bytesRead > 0) {
      move(place, bytes);
    } else if (bytesRead < buffer.length) {
      return;
    } else if (buffer.length < longestLine) {
      buffer = Buffer.allocUnsafe(buffer.length * 2);
    } else {
      onLine(undefined, place.lines + 1);
      place.inLongLine = true;
    }
  }
}

/** Hands over whole lines and moves past them. */
function takeLines(bytes: Buffer, place: Place, onLine: OnLine): void {
  const text = bytes.toString('utf8');
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    place.lines++;
    if (place.inLongLine) place.inLongLine = false;
    else onLine(text.slice(start, end), place.lines);
    start = end + 1;
  }
  move(place, bytes);
}

function move(place: Place, bytes: Buffer): void {
  place.offset += bytes.length;
  place.mark = Buffer.from(Buffer.concat([place.mark, bytes.subarray(-markLength)]).subarray(-markLength));
}
