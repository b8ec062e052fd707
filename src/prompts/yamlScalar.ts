import type { Scalar } from 'yaml';
import type { TextRange } from './textRange.js';

/**
 * Where the text of a scalar stands, as written: without quotes, without the header line of a block scalar.
 * @param source the YAML the scalar was read from
 */
export function scalarRange(scalar: Scalar, source: string): TextRange {
  const [start, end] = scalar.range ?? [0, 0];
  switch (scalar.type) {
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE': {
      const closed = end - start > 1 && source[end - 1] === source[start];
      return { start: start + 1, end: closed ? end - 1 : Math.max(end, start + 1) };
    }
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL': {
      const header = /\r?\n/.exec(source.slice(start, end));
      return { start: header ? start + header.index + header[0].length : end, end };
    }
    default:
      return { start, end };
  }
}

/**
 * Where a piece of a scalar's text stands in the source.
 * @param from offset into the text that the scalar means
 * @param to the same, exclusive
 * @returns the whole scalar's range where escapes or folding leave the exact place open
 */
export function scalarPlace(scalar: Scalar, source: string, from: number, to: number): TextRange {
  const whole = scalarRange(scalar, source);
  const written = source.slice(whole.start, whole.end);
  const text = String(scalar.value);
  if (written === text) return { start: whole.start + from, end: whole.start + to };
  if (scalar.type !== 'BLOCK_LITERAL') return whole;
  const start = whole.start + literalOffset(written, text, from);
  return { start, end: Math.max(start, whole.start + literalOffset(written, text, to)) };
}

/** In a literal block scalar every line of the text is a line of the source, only indented. */
function literalOffset(written: string, text: string, offset: number): number {
  const before = text.slice(0, offset).split('\n');
  const textLines = text.split('\n');
  const writtenLines = written.split(/(?<=\n)/);
  const sample = textLines.findIndex((line) => line !== '');
  const indent = Math.max(0, bare(writtenLines[sample]).length - (textLines[sample] ?? '').length);
  const line = before.length - 1;
  const column = before[line]?.length ?? 0;
  const lineStart = writtenLines.slice(0, line).reduce((sum, { length }) => sum + length, 0);
  return Math.min(written.length, lineStart + Math.min(indent + column, (writtenLines[line] ?? '').length));
}

/** A line without its line end. */
function bare(line: string | undefined): string {
  return (line ?? '').replace(/\r?\n$/, '');
}
