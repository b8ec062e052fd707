import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { MatchingFile } from '../../evidence/sources/matchingFiles.js';
import { messageOf } from '../../prompts/humanError.js';
import { isObject, parseJson, type JsonObject } from '../../prompts/json.js';
import { longestLine, readLines } from '../recordings/fileLines.js';

/** Gets a row and the line on which it ends, from 1; in place of a row, why it is none: the end of a sentence. */
export type OnRow = (row: JsonObject | string, line: number) => void;

/** Reads a file of rows: CSV with a header, or JSON lines. Rejects where it cannot be read, and on abort. */
export async function readRows({ path, real }: MatchingFile, onRow: OnRow, signal: AbortSignal): Promise<void> {
  await (path.toLowerCase().endsWith('.csv') ? readCsv(real, onRow, signal) : readJsonLines(real, onRow, signal));
}

async function readJsonLines(real: string, onRow: OnRow, signal: AbortSignal): Promise<void> {
  const handle = await open(real);
  try {
    const onLine = (bytes: Buffer | undefined, number: number): void => {
      const text = bytes
        ?.toString('utf8')
        .replace(/^\uFEFF/, '')
        .trim();
      if (text === '') return;
      const row = text === undefined ? undefined : parseJson(text);
      onRow(isObject(row) ? row : 'is no JSON object', number);
    };
    await readLines(handle.fd, ({ bytes, number }) => onLine(bytes, number), signal);
  } finally {
    await handle.close();
  }
}

async function readCsv(real: string, onRow: OnRow, signal: AbortSignal): Promise<void> {
  const { CsvError, parse } = await import('csv-parse');
  const parser = parse({
    bom: true,
    columns: true,
    max_record_size: longestLine,
    relax_column_count: true,
    skip_empty_lines: true,
    // Here, and not as the rows come out: those before a mistake would not.
    on_record: (record, { lines }) => {
      onRow(textsIn(record), lines);
      return null;
    },
  });
  try {
    await pipeline(createReadStream(real), parser.resume(), { signal });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    onRow(`is no CSV, and nothing was read from there on (${messageOf(error)})`, Number(error['lines']));
  }
}

function textsIn(record: unknown): JsonObject {
  const texts = Object.entries(isObject(record) ? record : {}).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[name, text]] : [],
  );
  return Object.fromEntries(texts);
}
