import type { JsonValue } from '../json.js';
import type { Part, Role } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import { isRole } from './roles.js';

const roleLine =
  /^[ \t]*(?:#[ \t]*)?(system|user|assistant|developer|tool)[ \t]*(?:\[([^\]\r\n]*)\][ \t]*)?:[ \t]*$/gim;

/** A role line of a text: the role, and where the line stands without its end. */
export interface RoleLine extends TextRange {
  readonly role: Role;
  readonly attributes?: string;
}

/** Finds the lines that begin a message (`system:`, `# user[name="Alice"]:`). */
export function roleLines(text: string): RoleLine[] {
  return [...text.matchAll(roleLine)].map(({ 0: line, 1: name, 2: attributes, index }) => {
    const role = name?.toLowerCase();
    const range = { start: index, end: index + line.length };
    return { role: isRole(role) ? role : 'system', ...(attributes !== undefined && { attributes }), ...range };
  });
}

/**
 * Splits the body of a `.prompty` file at its role lines (`system:`, `# user[name="Alice"]:`).
 * Line ends around a part are not part of it; text before the first role line is a system message.
 * @param source the whole file
 * @param body where the body stands in it
 * @param blocks conditions and loops of the template, in order: a part that begins inside one is conditional
 */
export function splitRoles(source: string, body: TextRange, blocks: readonly TextRange[]): Part[] {
  const text = source.slice(body.start, body.end);
  const marks = roleLines(text).map((line) => ({
    ...line,
    start: body.start + line.start,
    end: body.start + line.end,
  }));
  const parts: Part[] = [];
  let block = 0;
  const add = (mark: (typeof marks)[number] | undefined, end: number) => {
    const range = trimmed(source, { start: mark?.end ?? body.start, end });
    const part = source.slice(range.start, range.end);
    if (!mark && part.trim() === '') return;
    while (mark && (blocks[block]?.end ?? Infinity) <= mark.start) block += 1;
    const conditional = mark !== undefined && (blocks[block]?.start ?? Infinity) < mark.start;
    parts.push({
      role: mark?.role ?? 'system',
      text: part,
      range,
      ...(conditional && { conditional }),
      ...(mark?.attributes !== undefined && { attributes: attributesOf(mark.attributes) }),
    });
  };
  add(undefined, marks[0]?.start ?? body.end);
  marks.forEach((mark, index) => add(mark, marks[index + 1]?.start ?? body.end));
  return parts;
}

function trimmed(source: string, { start, end }: TextRange): TextRange {
  const isLineEnd = (character: string | undefined) => character === '\n' || character === '\r';
  while (start < end && isLineEnd(source[start])) start += 1;
  while (end > start && isLineEnd(source[end - 1])) end -= 1;
  return { start, end };
}

/** `name="Alice", id=7` → `{ name: 'Alice', id: 7 }`. */
function attributesOf(list: string): Readonly<Record<string, JsonValue>> {
  const pairs = list.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^,\s]+))/g);
  return Object.fromEntries(
    [...pairs].map(([, key = '', double, single, bare]) => [key, double ?? single ?? scalar(bare)]),
  );
}

function scalar(text = ''): JsonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
