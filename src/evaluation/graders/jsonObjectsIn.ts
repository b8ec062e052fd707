import { parse } from 'yaml';
import { parsedJson } from './parsedJson.js';

/** An object longer than this is not looked for. */
const longest = 100_000;

/**
 * The objects in a text: JSON from `{` to its `}`, or what promptfoo takes for it, which is near it: YAML up to the brace that
 * balances, quotes notwithstanding, closed where the text is cut off, without its `//` comments.
 */
export function jsonObjectsIn(text: string): readonly object[] {
  const objects: object[] = [];
  let start = text.indexOf('{');
  while (start >= 0) {
    const { object, end } = exactObject(text, start) ?? nearObject(text, start) ?? { end: start + 1 };
    if (object) objects.push(object);
    start = text.indexOf('{', end);
  }
  return objects;
}

interface FoundObject {
  readonly object: object;
  readonly end: number;
}

function exactObject(text: string, start: number): FoundObject | undefined {
  const { end, open } = balance(text, start, /"(?:[^"\\]|\\[^])*"?|[{}]/g);
  const object = open === 0 ? parsedJson(text.slice(start, end))?.value : undefined;
  return isThing(object) ? { object, end } : undefined;
}

function nearObject(text: string, start: number): FoundObject | undefined {
  const { end, open } = balance(text, start, /[{}]/g);
  if (start === text.length - 1) return undefined;
  const written = `${text.slice(start, end)}${'}'.repeat(open)}`.replace(/(^|\s)\/\/.*/g, '$1');
  try {
    const object: unknown = parse(written, { uniqueKeys: false, logLevel: 'error' });
    return isThing(object) ? { object, end } : undefined;
  } catch {
    return undefined;
  }
}

/** Where the braces are balanced, or the text is cut off with some still open. */
function balance(text: string, start: number, sign: RegExp): { readonly end: number; readonly open: number } {
  const last = Math.min(text.length, start + longest);
  let open = 0;
  sign.lastIndex = start;
  for (let match = sign.exec(text); match && match.index < last; match = sign.exec(text)) {
    if (match[0] === '{') open += 1;
    if (match[0] === '}') open -= 1;
    if (open === 0) return { end: sign.lastIndex, open };
  }
  return { end: last, open };
}

function isThing(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
