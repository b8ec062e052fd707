/** A half-open range of UTF-16 offsets into a file's text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place in a text; line and column count from 0, columns in UTF-16 units, as VS Code counts. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Something together with the place it was read from. */
export interface Ranged<T> {
  readonly value: T;
  readonly range: TextRange;
}

/**
 * Finds line and column of offsets in a text; build it once per text.
 * LF, CRLF and a lone CR end a line.
 */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.starts.push(match.index + match[0].length);
  }

  positionAt(offset: number): TextPosition {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: offset - (this.starts[low] ?? 0) };
  }
}
