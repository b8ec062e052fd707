import { diffArrays } from 'diff';
import type { TextRange } from '../textRange.js';

/** Where two sequences differ: a run of items on each side, of which one may be empty. */
export interface Difference {
  readonly before: TextRange;
  readonly after: TextRange;
}

/** Between two anchors, sequences that need more edits than this count as wholly different. */
const maxEdits = 200;

/**
 * What differs between two sequences of texts, in order. Items that occur once on both sides are anchors, as in the
 * patience diff (https://bramcohen.livejournal.com/73318.html): they cut the problem into small pieces, so that it
 * takes time nearly in proportion to the length, whatever the items are, and gives the same result on every machine.
 */
export function diffSequences(before: readonly string[], after: readonly string[]): Difference[] {
  const found: Difference[] = [];
  const add = (from: TextRange, to: TextRange): void => {
    if (from.start === from.end && to.start === to.end) return;
    const last = found.at(-1);
    if (last?.before.end === from.start && last.after.end === to.start) {
      found[found.length - 1] = {
        before: { start: last.before.start, end: from.end },
        after: { start: last.after.start, end: to.end },
      };
    } else found.push({ before: from, after: to });
  };
  const pieces = [{ from: { start: 0, end: before.length }, to: { start: 0, end: after.length } }];
  for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
    const { from, to } = trimmed(before, after, piece.from, piece.to);
    if (from.start === from.end || to.start === to.end) {
      add(from, to);
      continue;
    }
    const anchors = anchorsIn(before, after, from, to);
    if (anchors.length === 0) {
      for (const { before: left, after: right } of smallDiff(before, after, from, to)) add(left, right);
      continue;
    }
    // The first piece is done first: it lies on top.
    const ends = [...anchors, { before: from.end, after: to.end }];
    const cut = ends.map((end, index) => {
      const begin = anchors[index - 1];
      return {
        from: { start: begin ? begin.before + 1 : from.start, end: end.before },
        to: { start: begin ? begin.after + 1 : to.start, end: end.after },
      };
    });
    pieces.push(...cut.reverse());
  }
  return found;
}

function trimmed(
  before: readonly string[],
  after: readonly string[],
  from: TextRange,
  to: TextRange,
): { readonly from: TextRange; readonly to: TextRange } {
  let [left, right] = [from.start, to.start];
  while (left < from.end && right < to.end && before[left] === after[right]) {
    left += 1;
    right += 1;
  }
  let [leftEnd, rightEnd] = [from.end, to.end];
  while (leftEnd > left && rightEnd > right && before[leftEnd - 1] === after[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  return { from: { start: left, end: leftEnd }, to: { start: right, end: rightEnd } };
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** How many items in a row an anchor is made of: single ones first, longer runs where none of those is unique. */
const anchorLengths = [1, 4, 12];

function anchorsIn(before: readonly string[], after: readonly string[], from: TextRange, to: TextRange): Pair[] {
  if (Math.max(from.end - from.start, to.end - to.start) < 2 * maxEdits) {
    return uniquePairs(before, after, from, to, 1);
  }
  for (const length of anchorLengths) {
    const pairs = uniquePairs(before, after, from, to, length);
    if (pairs.length > 0) return pairs;
  }
  return [];
}

/** Runs of items that occur once on each side, as the most pairs that keep their order. */
function uniquePairs(
  before: readonly string[],
  after: readonly string[],
  from: TextRange,
  to: TextRange,
  length: number,
): Pair[] {
  const unique = (items: readonly string[], { start, end }: TextRange): Map<string, number> => {
    const places = new Map<string, number>();
    for (let at = start; at + length <= end; at += 1) {
      const item = length === 1 ? (items[at] ?? '') : items.slice(at, at + length).join('\0');
      places.set(item, places.has(item) ? -1 : at);
    }
    return places;
  };
  const right = unique(after, to);
  const pairs: Pair[] = [];
  for (const [item, place] of unique(before, from)) {
    const other = right.get(item) ?? -1;
    if (place >= 0 && other >= 0) pairs.push({ before: place, after: other });
  }
  return longestIncreasing(pairs);
}

/** Of pairs in the order of `before`, the most whose `after` increases too (patience sorting). */
function longestIncreasing(pairs: readonly Pair[]): Pair[] {
  const tops: number[] = [];
  const previous: number[] = [];
  pairs.forEach(({ after }, index) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.after ?? 0) < after) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  });
  const chosen: Pair[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) chosen.push(pair);
  }
  return chosen.reverse();
}

function smallDiff(before: readonly string[], after: readonly string[], from: TextRange, to: TextRange): Difference[] {
  const left = before.slice(from.start, from.end);
  const right = after.slice(to.start, to.end);
  const changes = diffArrays(left, right, { maxEditLength: maxEdits });
  if (!changes) return [{ before: from, after: to }];
  let [at, other] = [from.start, to.start];
  return changes.flatMap(({ added, removed, count }) => {
    const begin = { at, other };
    if (!added) at += count;
    if (!removed) other += count;
    return added || removed
      ? [{ before: { start: begin.at, end: at }, after: { start: begin.other, end: other } }]
      : [];
  });
}
