import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './fileLines.js';
import type { ReadRecordings, Stretch } from './readRecordings.js';
import { RecordingTable } from './recordingTable.js';

interface Piece extends ByteRange {
  readonly handle: FileHandle;
}

const most = 1024 * 1024;

/**
 * A recordings file as it should be, piece by piece: each recording on a line of its own in the order of `byCase`, so
 * that two branches add lines at the same places only where they recorded the same, then what is no recording, byte for byte.
 * @param handles of the files that were read
 */
export async function* inOrder(
  { table, strange }: ReadRecordings,
  handles: readonly FileHandle[],
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  for (const { source, offset, length } of joined(lines(new RecordingTable(table), strange))) {
    const handle = handles[source];
    if (!handle) throw new Error(`There is no file ${source}.`);
    for (let done = 0; done < length;) {
      signal.throwIfAborted();
      const bytes = await readPiece({ handle, offset: offset + done, length: Math.min(most, length - done) });
      done += bytes.length;
      yield done < length ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
    }
  }
}

function* lines(table: RecordingTable, strange: readonly Stretch[]): Generator<Stretch, void, undefined> {
  yield* table;
  yield* strange;
}

/** Lines that follow each other in one file are read at once, as long as they are not too much. */
function* joined(lines: Iterable<Stretch>): Generator<Stretch, void, undefined> {
  let run: Stretch | undefined;
  for (const line of lines) {
    if (run?.source === line.source && run.offset + run.length + 1 === line.offset && run.length < most)
      run = { ...run, length: run.length + 1 + line.length };
    else {
      if (run) yield run;
      run = line;
    }
  }
  if (run) yield run;
}

/** @throws Error where the file is shorter than it was */
export async function readPiece({ handle, offset, length }: Piece): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error('it became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}
