import { inOneLine } from './escape.js';

/** Rows in aligned columns, without a line break at the end; each cell stays in its line, whatever is in it. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const cells = rows.map((row) => row.map(inOneLine));
  const widths = cells.reduce<number[]>((widest, row) => {
    row.forEach((cell, column) => (widest[column] = Math.max(widest[column] ?? 0, widthOf(cell))));
    return widest;
  }, []);
  const padded = (cell: string, column: number): string => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell));
  return cells.map((row) => `${indent}${row.map(padded).join('  ')}`.trimEnd()).join('\n');
}

const graphemes = new Intl.Segmenter();

/** Characters as a person counts them. */
function widthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}
