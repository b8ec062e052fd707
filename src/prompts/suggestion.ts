import { closest, distance } from 'fastest-levenshtein';

/** The one of the known words that a mistyped word most likely means; undefined where none is near. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > 60) return undefined;
  const typed = word.toLowerCase().replaceAll('-', '_');
  const swapped = known.find((candidate) => letters(candidate) === letters(typed));
  if (swapped !== undefined) return swapped;
  const nearest = closest(typed, known);
  return distance(typed, nearest) <= Math.max(1, Math.floor(nearest.length / 3)) ? nearest : undefined;
}

function letters(word: string): string {
  return Array.from(word).sort().join('');
}
