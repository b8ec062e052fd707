import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { HumanError } from '../../../prompts/humanError.js';
import { LineIndex } from '../../../prompts/textRange.js';

/** What a flag file holds before its first flag. */
export const emptyFlagFile = '{\n  "$schema": "https://flagd.dev/schema/v0/flags.json",\n  "flags": {}\n}\n';

/** A flag file's text, found to be JSON that flagd reads the same way as we do. */
export interface FlagText {
  readonly text: string;
  readonly root: Node;
  /** The object that holds the flags by key; absent in a file without any. */
  readonly flags?: Node;
}

/**
 * Reads the structure of a flag file.
 * @param label what people call the file, for the error
 * @throws HumanError `input` with line and column: no JSON, comments, a key twice, no object where one must be
 */
export function parseFlagText(text: string, label: string): FlagText {
  const fail = (offset: number, problem: string): HumanError => {
    const { line, column } = new LineIndex(text).positionAt(offset);
    return new HumanError(
      'input',
      `${label}:${line + 1}:${column + 1} ${problem}. flagd would not read this file, so nothing was written; correct the file and try again.`,
    );
  };
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) throw fail(0, 'is nested too deeply');
    throw error;
  }
  const [error] = errors;
  if (error) throw fail(error.offset, inWords(printParseErrorCode(error.error)));
  if (root?.type !== 'object') throw fail(root?.offset ?? 0, 'must hold a JSON object');
  const twice = repeatedKey(root);
  if (twice) throw fail(twice.offset, `has the key ${JSON.stringify(twice.value)} twice`);
  const flags = findNodeAtLocation(root, ['flags']);
  if (!flags) return { text, root };
  if (flags.type !== 'object') throw fail(flags.offset, '"flags" must be a JSON object');
  return { text, root, flags };
}

/** The definition under a flag's key, parsed; undefined where there is none. */
export function definitionIn({ text, flags }: FlagText, key: string): unknown {
  const node = flags && findNodeAtLocation(flags, [key]);
  return node && JSON.parse(text.slice(node.offset, node.offset + node.length));
}

/** The file's text with one flag set. No other character of it changes; the flag takes the file's indentation and line ends. */
export function withFlag({ text, root, flags }: FlagText, key: string, definition: object): string {
  if (!flags) return withProperty(text, root, 'flags', { [key]: definition });
  const node = findNodeAtLocation(flags, [key]);
  return node
    ? splice(text, node, print(text, definition, indentAt(text, node.offset)))
    : withProperty(text, flags, key, definition);
}

function withProperty(text: string, object: Node, key: string, value: object): string {
  const last = object.children?.at(-1);
  const outer = indentAt(text, object.offset);
  const inner = last ? indentAt(text, last.offset) : outer + indentUnit(text);
  const property = `${JSON.stringify(key)}: ${print(text, value, inner)}`;
  const lineEnd = lineEndOf(text);
  if (!last) return splice(text, object, `{${lineEnd}${inner}${property}${lineEnd}${outer}}`);
  return splice(text, { offset: last.offset + last.length, length: 0 }, `,${lineEnd}${inner}${property}`);
}

function print(text: string, value: object, indent: string): string {
  return JSON.stringify(value, null, indentUnit(text)).replaceAll('\n', lineEndOf(text) + indent);
}

function splice(text: string, { offset, length }: { offset: number; length: number }, replacement: string): string {
  return text.slice(0, offset) + replacement + text.slice(offset + length);
}

/** The white space at the beginning of the line that holds an offset. */
function indentAt(text: string, offset: number): string {
  return /[^\r\n]*$/.exec(text.slice(0, offset))?.[0].match(/^[ \t]*/)?.[0] ?? '';
}

/** What the first indented line is indented by. */
function indentUnit(text: string): string {
  return /[\r\n]([ \t]{1,8})\S/.exec(text)?.[1] ?? '  ';
}

function lineEndOf(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n';
}

function repeatedKey(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = child.type === 'property' ? child.children?.[0] : undefined;
    if (key && seen.has(key.value)) return key;
    seen.add(key?.value);
    const deeper = repeatedKey(child);
    if (deeper) return deeper;
  }
  return undefined;
}

/** `CommaExpected` → `comma expected`. */
function inWords(code: string): string {
  return code === 'InvalidCommentToken' ? 'has a comment' : code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
}
