import type { TextRange } from '../textRange.js';
import type { TextChange } from './comparison.js';
import { diffSequences, type Difference } from './diffSequences.js';

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
  const [left, right] = [piecesOf(before, line), piecesOf(after, line)];
  return diffSequences(left.texts, right.texts).map((lines) => {
    const hunk = { before: left.range(lines.before), after: right.range(lines.after) };
    return { ...hunk, words: wordsIn(before, after, hunk, linePairs(lines, left, right)) };
  });
}

const line = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;
/** White space, a word, or a single sign. */
const word = /\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu;

interface Pieces {
  readonly texts: readonly string[];
  /** The range in the text of a range of pieces. */
  range(pieces: TextRange): TextRange;
}

function piecesOf(text: string, pattern: RegExp, offset = 0): Pieces {
  const texts = text.match(pattern) ?? [];
  const starts = [offset];
  for (const piece of texts) starts.push((starts.at(-1) ?? 0) + piece.length);
  const at = (index: number): number => starts[index] ?? offset + text.length;
  return { texts, range: ({ start, end }) => ({ start: at(start), end: at(end) }) };
}

/** As many lines on both sides are compared one by one; else the whole hunk is. */
function linePairs({ before, after }: Difference, left: Pieces, right: Pieces): TextChange[] {
  const count = before.end - before.start;
  if (count !== after.end - after.start) return [{ before: left.range(before), after: right.range(after) }];
  return Array.from({ length: count }, (_, index) => ({
    before: left.range({ start: before.start + index, end: before.start + index + 1 }),
    after: right.range({ start: after.start + index, end: after.start + index + 1 }),
  }));
}

function wordsIn(before: string, after: string, hunk: TextChange, pairs: readonly TextChange[]): TextChange[] {
  const isOneSided = hunk.before.start === hunk.before.end || hunk.after.start === hunk.after.end;
  if (isOneSided) return [hunk];
  const found: TextChange[] = [];
  for (const pair of pairs) {
    const left = piecesOf(before.slice(pair.before.start, pair.before.end), word, pair.before.start);
    const right = piecesOf(after.slice(pair.after.start, pair.after.end), word, pair.after.start);
    for (const difference of diffSequences(left.texts, right.texts)) {
      addJoined(found, before, { before: left.range(difference.before), after: right.range(difference.after) });
    }
  }
  return found;
}

/** Two changes with only a blank between them read as one. */
function addJoined(found: TextChange[], before: string, next: TextChange): void {
  const last = found.at(-1);
  const isSwap = ({ before, after }: TextChange): boolean => before.start < before.end && after.start < after.end;
  const between = last && before.slice(last.before.end, next.before.start);
  const isNear = last && (between === ' ' || (between === '' && last.after.end === next.after.start));
  if (!last || !isNear || (between === ' ' && !(isSwap(last) && isSwap(next)))) found.push(next);
  else
    found[found.length - 1] = {
      before: { start: last.before.start, end: next.before.end },
      after: { start: last.after.start, end: next.after.end },
    };
}
