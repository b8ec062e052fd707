/** Everything that has one obvious text. */
export function isTextual(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/**
 * Reads `a, "b, c"` as promptfoo does: commas between, quotes around what contains some, `\"` or `""` for a quote;
 * empty places do not count.
 * @returns undefined where a quote is not closed, or something follows it
 */
export function textList(text: string): readonly string[] | undefined {
  const texts: string[] = [];
  let rest = text.replace(/^[\s,]+/, '');
  while (rest !== '') {
    const match = /^(?:"((?:\\["\\]|""|\\(?!["\\])|[^"\\])*)"\s*(?=,|$)|([^",][^,]*))/.exec(rest);
    if (!match) return undefined;
    const [whole, quoted, bare = ''] = match;
    texts.push(quoted?.replace(/\\(["\\])|""/g, (_, sign?: string) => sign ?? '"') ?? bare.trim());
    rest = rest.slice(whole.length).replace(/^[\s,]+/, '');
  }
  return texts;
}
