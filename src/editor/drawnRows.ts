import { isDeepStrictEqual } from 'node:util';

/**
 * The rows of a view that VS Code knows. While rows are told anew, it knows none of them, and what a person is about to choose
 * would be lost: so they are told only where they differ.
 */
export class DrawnRows<Row> {
  /** Undefined where VS Code was asked to ask, and has not: as long as nobody sees the view, it does not. */
  private drawn: readonly Row[] | undefined;

  /** Notes what VS Code is told. */
  tell(rows: readonly Row[]): Row[] {
    this.drawn = rows;
    return [...rows];
  }

  /** Whether VS Code is to ask anew. @param rows made only where it knows some */
  areOutdated(rows: () => readonly Row[]): boolean {
    if (this.drawn && isDeepStrictEqual(this.drawn, rows())) return false;
    this.drawn = undefined;
    return true;
  }
}
