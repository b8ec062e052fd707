import { LineIndex } from '../../src/prompts/textRange.js';
import type { Diagnostic } from '../../src/prompts/diagnostic.js';

/** Diagnostics as `line:column "underlined text" code → replacement`, lines and columns from 1. */
export function places(text: string, diagnostics: readonly Diagnostic[]): string[] {
  const lines = new LineIndex(text);
  return diagnostics.map(({ code, range, replacement }) => {
    const { line, column } = lines.positionAt(range.start);
    const mend = replacement === undefined ? '' : ` → ${replacement}`;
    return `${line + 1}:${column + 1} "${text.slice(range.start, range.end)}" ${code}${mend}`;
  });
}

/** The text with every replacement made. */
export function mended(text: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ replacement }) => replacement !== undefined)
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((mend, { range, replacement }) => mend.slice(0, range.start) + replacement! + mend.slice(range.end), text);
}

/** What stands between « and » in a text, as `line:column "text"` in the text without these marks. */
export function marks(marked: string): string[] {
  return [...marked.matchAll(/«([^»]*)»/g)].map((match) => {
    const before = marked.slice(0, match.index).split('\n');
    const column = before.at(-1)!.replaceAll(/[«»]/g, '').length;
    return `${before.length}:${column + 1} "${match[1]}"`;
  });
}
