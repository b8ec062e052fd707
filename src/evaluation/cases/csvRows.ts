import type { Writable } from 'node:stream';
import { messageOf } from '../../prompts/humanError.js';
import { isObject } from '../../prompts/json.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import type { Ranged, TextRange } from '../../prompts/textRange.js';

/** How long a row may be, in bytes: a quote that nothing closes would make the rest of the file one row. */
const maxRow = 1_000_000;

/**
 * The rows of a CSV file as they come, with their places; blank lines are none. Holds no more than a piece of the file.
 * Takes quotes as promptfoo does: where a field is not quoted properly they are text.
 * @param pieces the text of the file
 * @param report takes what ends the reading early
 */
export async function* csvRows(
  pieces: AsyncIterable<string>,
  report: (message: string, range: TextRange) => void,
): AsyncGenerator<Ranged<readonly string[]>, void, undefined> {
  const { parse } = await import('csv-parse');
  const rows: Ranged<readonly string[]>[] = [];
  let start = 0;
  let read = 0;
  const parser = parse({
    bom: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maxRow,
    on_record: (row: unknown, { bytes, raw = '' }) => {
      // The parser counts bytes, and leaves the mark and part of the line's end out of the raw text.
      const text = raw.replace(/[\r\n]+$/, '');
      const around = bytes - read - Buffer.byteLength(text);
      const mark = around >= markBytes ? 1 : 0;
      const range = { start: start + mark, end: start + mark + text.length };
      start = range.end + around - mark * markBytes;
      read = bytes;
      if (text !== '') rows.push({ value: textsOf(isObject(row) ? row['record'] : row), range });
      return null;
    },
  });
  parser.on('error', () => undefined); // whoever writes is told
  try {
    for await (const piece of pieces) {
      await written(parser, piece);
      yield* rows.splice(0);
    }
    await written(parser);
    yield* rows;
  } catch (error) {
    yield* rows;
    const code = isObject(error) ? String(error['code']) : '';
    const reason = code.startsWith('CSV_') ? 'a quote is not closed, or a row is too long' : messageOf(error);
    report(`From here on this is no CSV that can be read: ${reason}.`, { start, end: start + 1 });
  }
}

/** A byte order mark in UTF-8. */
const markBytes = 3;

/** Writes a piece, or the end. */
function written(stream: Writable, piece?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (piece === undefined) stream.end(done);
    else stream.write(piece, done);
  });
}
