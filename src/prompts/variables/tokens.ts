/** A piece of a template expression. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign';
  readonly text: string;
  readonly start: number;
}

const text = String.raw`(?<text>"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^'\\]|\\[^])*(?:'|\\?$))`;
const name = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const others = String.raw`(?<number>\d[\d.]*)|(?<sign>[=!<>]=|\.\./|\S)`;
const plain = new RegExp(`${text}|(?<name>${name})|${others}`, 'gu');
const hyphenated = new RegExp(`${text}|(?<name>${name}(?:-[\\p{L}\\p{N}_]+)*)|${others}`, 'gu');

/**
 * Splits an expression into names, literals and signs.
 * @param hyphens whether `my-name` is one name, not a difference
 */
export function tokens(expression: string, hyphens: boolean): Token[] {
  return [...expression.matchAll(hyphens ? hyphenated : plain)].map((match) => {
    const { text, name, number } = match.groups ?? {};
    const kind = text !== undefined ? 'text' : name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign';
    return { kind, text: match[0], start: match.index };
  });
}
