/** A text as the words it holds, with how often. */
export interface Bag {
  readonly words: ReadonlyMap<string, number>;
  readonly size: number;
}

export function bagOf(text: string): Bag {
  const words = new Map<string, number>();
  const all = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  for (const word of all) words.set(word, (words.get(word) ?? 0) + 1);
  return { words, size: all.length };
}

/** The Sørensen-Dice coefficient of two bags of words, from 0 to 1. */
export function similarity(one: Bag | undefined, other: Bag | undefined): number {
  if (!one || !other || one.size + other.size === 0) return 0;
  let shared = 0;
  for (const [word, count] of one.words) shared += Math.min(count, other.words.get(word) ?? 0);
  return (2 * shared) / (one.size + other.size);
}

/** The bag of two texts in one. */
export function together(one: Bag, other: Bag | undefined): Bag {
  const words = new Map(one.words);
  for (const [word, count] of other?.words ?? []) words.set(word, (words.get(word) ?? 0) + count);
  return { words, size: one.size + (other?.size ?? 0) };
}
