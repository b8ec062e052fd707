/** How deep JSON inside a prompt file may nest. */
const maxDepth = 100;

const space = /[ \t\r\n]*/y;
const token =
  /(?<sign>[{}[\]:,])|(?<text>"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?<value>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * Where a text stops being JSON; undefined where it is JSON.
 * (`JSON.parse` does not say it in a way that is the same on all versions of Node.)
 * @returns offset of the first token that does not belong, or the text's length where something is missing
 */
export function jsonProblem(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let position = 0;
  for (;;) {
    space.lastIndex = position;
    const start: number = position + (space.exec(text)?.[0].length ?? 0);
    if (start === text.length) return expected === 'nothing' ? undefined : start;
    token.lastIndex = start;
    const match: RegExpExecArray | null = token.exec(text);
    const next: Expected | undefined = match && open.length <= maxDepth ? step(expected, match, open) : undefined;
    if (!next) return start;
    expected = next;
    position = token.lastIndex;
  }
}

/** What is expected after a token; undefined where the token does not belong. */
function step(expected: Expected, match: RegExpExecArray, open: ('{' | '[')[]): Expected | undefined {
  const { sign, text } = match.groups ?? {};
  const afterValue = (): Expected => (open.length > 0 ? 'comma or end' : 'nothing');
  switch (expected) {
    case 'value':
    case 'value or end':
      if (sign === '{' || sign === '[') {
        open.push(sign);
        return sign === '{' ? 'key or end' : 'value or end';
      }
      if (sign === undefined) return afterValue();
      if (sign !== ']' || expected === 'value') return undefined;
      open.pop();
      return afterValue();
    case 'key':
    case 'key or end':
      if (text !== undefined) return 'colon';
      if (sign !== '}' || expected === 'key') return undefined;
      open.pop();
      return afterValue();
    case 'colon':
      return sign === ':' ? 'value' : undefined;
    case 'comma or end':
      if (sign === ',') return open.at(-1) === '{' ? 'key' : 'value';
      if (sign !== (open.at(-1) === '{' ? '}' : ']')) return undefined;
      open.pop();
      return afterValue();
    case 'nothing':
      return undefined;
  }
}
