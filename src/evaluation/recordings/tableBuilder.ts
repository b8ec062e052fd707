import { readCase, readRow, width, writeRow, type Indexed, type TableParts } from './recordingTable.js';

/** Collects recordings as they come, of each key the latest. */
export class TableBuilder {
  /** By the bytes of the key, a character each. */
  private readonly rowOf = new Map<string, number>();
  private rows: Buffer = Buffer.alloc(0);
  private cases: Buffer = Buffer.alloc(0);
  private lastCase = { text: '', offset: 0, length: 0 };

  /**
   * Of the same key the later one counts, of equally late ones the first.
   * @returns the one that was there, where there is one, and whether it counts no longer
   */
  add(entry: Indexed): { readonly known: Indexed; readonly isReplaced: boolean } | undefined {
    const key = Buffer.from(entry.key, 'hex').toString('latin1');
    const row = this.rowOf.get(key);
    if (row === undefined) {
      this.write(this.rowOf.size, entry);
      this.rowOf.set(key, this.rowOf.size);
      return undefined;
    }
    const known = readRow(this.rows, this.cases, row);
    const isReplaced = known.recorded < entry.recorded;
    if (isReplaced) this.write(row, entry);
    return { known, isReplaced };
  }

  /** What was collected: its parts for a `RecordingTable`. */
  finish(): TableParts {
    const keys = [...this.rowOf.keys()];
    const cases = keys.map((_, row) => readCase(this.rows, this.cases, row));
    const sampleOf = (row: number): number => readRow(this.rows, this.cases, row).sample;
    const byKey = (a: number, b: number): number => compare(keys[a], keys[b]);
    const inOrder = [...keys.keys()].sort(
      (a, b) => compare(cases[a], cases[b]) || sampleOf(a) - sampleOf(b) || byKey(a, b),
    );
    const rows = shared(keys.length * width);
    const place = new Uint32Array(keys.length);
    for (const [to, from] of inOrder.entries()) {
      rows.set(this.rows.subarray(from * width, (from + 1) * width), to * width);
      place[from] = to;
    }
    const texts = shared(this.lastCase.offset + this.lastCase.length);
    texts.set(this.cases.subarray(0, texts.length));
    const places = new Uint32Array(new SharedArrayBuffer(keys.length * 4));
    places.set(inOrder.sort(byKey).map((row) => place[row] ?? 0));
    return { rows, cases: texts, byKey: places };
  }

  private write(row: number, entry: Indexed): void {
    // Neighbours are often of one case: they share its text.
    if (entry.case !== this.lastCase.text || this.lastCase.length === 0) {
      const offset = this.lastCase.offset + this.lastCase.length;
      const length = entry.case.length * 2;
      this.cases = grown(this.cases, offset + length);
      this.cases.write(entry.case, offset, 'utf16le');
      this.lastCase = { text: entry.case, offset, length };
    }
    this.rows = grown(this.rows, (row + 1) * width);
    writeRow(this.rows, row, entry, this.lastCase);
  }
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A buffer of at least so many bytes that begins with what is there. */
function grown(buffer: Buffer, bytes: number): Buffer {
  if (buffer.length >= bytes) return buffer;
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes, buffer.length * 2, 4096));
  buffer.copy(larger);
  return larger;
}

function shared(bytes: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(bytes));
}
