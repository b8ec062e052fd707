import { listOf, namedKeys, schemaAt, type JsonSchema } from './jsonSchema.js';
import { flowYaml } from './schemaWords.js';
import type { TextRange } from './textRange.js';
import { cursorAt, type YamlCursor } from './yamlCursor.js';

/** Something that can be typed at a place of a YAML file. */
export interface Completion {
  readonly kind: 'key' | 'value';
  /** What the list shows. */
  readonly label: string;
  /** What is put in place of `range`. */
  readonly insert: string;
  /** The word at the place, which may be empty. */
  readonly range: TextRange;
  /** Markdown. */
  readonly documentation: string;
}

/** What is known about a key or value. */
export interface Hover {
  readonly range: TextRange;
  /** Markdown. */
  readonly text: string;
}

/** A private-use character: it stands for the word at the cursor while the text is read. */
const marker = '\ue000';

/**
 * What a schema offers at a place of a YAML text: keys that are not there yet, or values. Never throws.
 * @param offset a place in the text, which need not be valid YAML, since somebody is typing in it
 */
export function completionsAt(schema: JsonSchema, text: string, offset: number): readonly Completion[] {
  const range = wordAt(text, offset);
  const before = text.slice(0, range.start);
  const after = text.slice(range.end);
  // Alone on its line it can only become a key; without the colon YAML would join it with the next line.
  const isAlone = /(^|[\r\n])[ \t]*(-[ \t]+)*$/.test(before) && /^[ \t]*(#|\r|\n|$)/.test(after);
  const space = before.endsWith(':') ? ' ' : '';
  const cursor = cursorAt(`${before}${space}${marker}${isAlone ? ':' : ''}${after}`, range.start + space.length);
  if (cursor?.text !== marker) return [];

  const parent = cursor.on === 'key' ? schemaAt(schema, cursor.path.slice(0, -1)) : undefined;
  const keys = parent ? keyCompletions(schema, parent, cursor, isAlone, range, after) : [];
  if (keys.length > 0 || (cursor.on === 'key' && !isAlone)) return keys;
  const described = cursor.on === 'key' ? parent : schemaAt(schema, cursor.path);
  return described ? valueCompletions(described, space, range) : [];
}

/** What a schema says about the key or value at a place of a YAML text. Never throws. */
export function hoverAt(schema: JsonSchema, text: string, offset: number): Hover | undefined {
  const cursor = cursorAt(text, offset);
  const described = cursor && schemaAt(schema, cursor.path);
  if (!described) return undefined;
  const name = cursor.path.findLast((step) => typeof step === 'string');
  const title = name === undefined ? '' : `**${name}**\n\n`;
  return { range: cursor.range, text: `${title}${documentationOf(described)}` };
}

function keyCompletions(
  root: JsonSchema,
  parent: JsonSchema,
  cursor: YamlCursor,
  isAlone: boolean,
  range: TextRange,
  after: string,
): readonly Completion[] {
  const hasColon = /^[ \t]*:/.test(after);
  return namedKeys(root, parent)
    .filter(([key]) => !cursor.siblings.includes(key))
    .map(([key, schema]) => {
      const colon = isAlone && isNested(schema) ? ':' : ': ';
      const insert = hasColon ? key : `${key}${colon}`;
      return { kind: 'key', label: key, insert, range, documentation: documentationOf(schema) };
    });
}

function valueCompletions(schema: JsonSchema, space: string, range: TextRange): readonly Completion[] {
  const values = [...listOf(schema['enum']), ...listOf(schema['default'] === undefined ? [] : [schema['default']])];
  const texts = [...values, ...listOf(schema['examples'])].map(flowYaml).filter((text) => !/^(\[\]|\{\})$/.test(text));
  const documentation = documentationOf(schema);
  return [...new Set(texts)].map((label) => ({
    kind: 'value',
    label,
    insert: `${space}${label}`,
    range,
    documentation,
  }));
}

/** Whether the value goes on lines of its own. */
function isNested(schema: JsonSchema): boolean {
  const types = listOf(schema['type']);
  return [schema['type'], ...types].some((type) => type === 'object' || type === 'array') && !types.includes('string');
}

function documentationOf(schema: JsonSchema): string {
  const { description, default: standard, enum: allowed, examples } = schema;
  return [
    typeof description === 'string' ? description : '',
    listOf(allowed).length === 0 ? '' : `One of ${codes(listOf(allowed))}.`,
    standard === undefined ? '' : `Default: ${codes([standard])}.`,
    listOf(examples).length === 0 ? '' : `For example ${codes(listOf(examples))}.`,
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

function codes(values: readonly unknown[]): string {
  return values.map((value) => `\`${flowYaml(value)}\``).join(', ');
}

/** The word around an offset, up to spaces and to what has a meaning in YAML. */
function wordAt(text: string, offset: number): TextRange {
  const isWord = (at: number) => at >= 0 && at < text.length && !/[\s{}[\],:"']/.test(text.charAt(at));
  let start = Math.min(Math.max(0, offset), text.length);
  let end = start;
  while (isWord(start - 1)) start -= 1;
  while (isWord(end)) end += 1;
  return { start, end };
}
