/** First and last of the private use area: characters that mean nothing to anybody. */
const [first, last] = [0xe000, 0xf8ff];

/** A character that none of the texts holds, so that nobody can forge a mark that is made with it. */
export function sentinelFor(texts: readonly string[]): string {
  const used = new Set<string>();
  for (const text of texts) for (const [character] of text.matchAll(/[\uE000-\uF8FF]/g)) used.add(character);
  for (let code = first; code <= last; code += 1) {
    const character = String.fromCharCode(code);
    if (!used.has(character)) return character;
  }
  throw new Error('The prompt and its inputs use every character of the private use area.');
}

/** Something that stands between two marks in a rendered text. */
export interface Marked {
  /** The index that `mark` was given; undefined for the text before the first mark. */
  readonly index?: number;
  /** What follows it. */
  readonly text: string;
}

export function mark(sentinel: string, index: number): string {
  return `${sentinel}${index}${sentinel}`;
}

/** Splits a rendered text at its marks. */
export function splitMarked(sentinel: string, text: string): Marked[] {
  const [before = '', ...rest] = text.split(new RegExp(`${sentinel}(\\d+)${sentinel}`));
  const pieces: Marked[] = [{ text: before }];
  for (let at = 0; at + 1 < rest.length; at += 2) pieces.push({ index: Number(rest[at]), text: rest[at + 1] ?? '' });
  return pieces;
}
