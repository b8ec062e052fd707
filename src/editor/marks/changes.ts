import type { TextChange } from '../../prompts/comparison/comparison.js';
import type { Hunk } from '../../prompts/comparison/compareTexts.js';
import type { TextRange } from '../../prompts/textRange.js';

/** What became of a piece of text. */
export type ChangeKind = 'added' | 'changed' | 'removed';

export function kindOf({ before, after }: TextChange): ChangeKind {
  if (before.start === before.end) return 'added';
  return after.start === after.end ? 'removed' : 'changed';
}

/**
 * The text of a version as an editor would hold it: no byte order mark, and the line ends of the document, so that only
 * what people see counts as a change.
 * @param eol the document's line end
 */
export function textInDocument(text: string, eol: '\n' | '\r\n'): string {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return eol === '\n' && !body.includes('\r') ? body : body.replaceAll(/\r\n|\r|\n/g, eol);
}

/** Where the cursor goes for a change: to its first word that differs. An offset into the text after. */
export function placeOf({ after, words }: Hunk): number {
  return words[0]?.after.start ?? after.start;
}

/** The first change behind a place, else the first of all; undefined where nothing has changed. */
export function nextChange(hunks: readonly Hunk[], offset: number): Hunk | undefined {
  return hunks.find((hunk) => placeOf(hunk) > offset) ?? hunks[0];
}

/** The last change before a place, else the last of all; undefined where nothing has changed. */
export function previousChange(hunks: readonly Hunk[], offset: number): Hunk | undefined {
  return hunks.findLast((hunk) => placeOf(hunk) < offset) ?? hunks.at(-1);
}

/** The change on a line of the text after; lines that were removed count to the one that followed them. */
export function changeOnLine(hunks: readonly Hunk[], lineStart: number): Hunk | undefined {
  return hunks.find(({ after }) => after.start === lineStart || (after.start < lineStart && lineStart < after.end));
}

/** What to put where to undo a change: a range of the text after, and the text that stood there. */
export function revertOf(before: string, hunk: TextChange): { readonly range: TextRange; readonly text: string } {
  return { range: hunk.after, text: before.slice(hunk.before.start, hunk.before.end) };
}
