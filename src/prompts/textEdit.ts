import type { TextRange } from './textRange.js';

/** A change of a text: what stands in `range` becomes `text`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** The text with a change made. */
export function edited(text: string, { range, text: put }: TextEdit): string {
  return text.slice(0, range.start) + put + text.slice(range.end);
}
