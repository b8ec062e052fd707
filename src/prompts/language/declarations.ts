import type { PromptDocument } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import type { TextRange } from '../textRange.js';
import type { Fix } from './fix.js';

/** Declarations that have a line of their own, up to the name: `- name: question`, `- question`, `question: …`. */
const ownLine = /^(?<indent>[ \t]*)(?<item>-[ \t]+)?(?<key>["']?name["']?[ \t]*:[ \t]*)?$/;

/**
 * Declares a variable before the one that is declared first, in the same way.
 * @returns undefined where nothing is declared line by line
 */
export function declareVariable({ source, variables, format }: PromptDocument, name: string): Fix | undefined {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) return undefined;
  const first = variables.find(({ declared }) => declared)?.declared;
  const line = first && lineOf(source, first);
  if (!line) return undefined;
  const { indent, item, key } = line;
  if (key && !item) return undefined; // the item begins on another line
  const declaration = item ? `${item}${key ?? ''}${name}` : `${name}: ${mappingOf[format] ?? '{ type: string }'}`;
  const text = `${indent}${declaration}${source.includes('\r\n') ? '\r\n' : '\n'}`;
  return { title: `Declare "${shorten(name)}"`, range: { start: line.start, end: line.start }, text };
}

/** How a format says the type of an input in a mapping. */
const mappingOf: Readonly<Partial<Record<PromptDocument['format'], string>>> = {
  prompty: '{ kind: string }',
  dotprompt: 'string',
};

/**
 * Removes the lines of a declaration.
 * @param declared where its name stands
 * @returns undefined where it has no lines of its own
 */
export function removeDeclaration({ source }: PromptDocument, declared: TextRange): Fix | undefined {
  const line = lineOf(source, declared);
  if (!line || (line.key && !line.item)) return undefined;
  const rest = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
  rest.lastIndex = line.start;
  rest.exec(source);
  let end = rest.lastIndex;
  // Deeper lines belong to it.
  while (end < source.length) {
    const start = rest.lastIndex;
    const next = rest.exec(source)?.[0] ?? '';
    if (next.trim() !== '' && indentation(next) <= line.indent.length) break;
    if (next === '') break;
    end = next.trim() === '' ? end : rest.lastIndex;
    if (rest.lastIndex === start) break;
  }
  return { title: 'Remove the declaration', range: { start: line.start, end }, text: '' };
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

function lineOf(
  source: string,
  { start, end }: TextRange,
): { readonly start: number; readonly indent: string; readonly item?: string; readonly key?: string } | undefined {
  const lineStart = Math.max(source.lastIndexOf('\n', start - 1), source.lastIndexOf('\r', start - 1)) + 1;
  if (start - lineStart > 200) return undefined;
  const groups = ownLine.exec(source.slice(lineStart, start))?.groups;
  const isMapping = groups && !groups['item'] && !groups['key'];
  if (!groups || (isMapping && source[end] !== ':')) return undefined;
  const { indent = '', item, key } = groups;
  return { start: lineStart, indent, ...(item && { item }), ...(key && { key }) };
}
