import { Composer, isMap, isNode, isScalar, isSeq, Lexer, Parser, type CST, type Document, type Node } from 'yaml';
import type { Diagnostic, Severity } from './diagnostic.js';
import type { TextRange } from './textRange.js';
import { scalarPlace, scalarRange } from './yamlScalar.js';
import { evaluateYaml, maxYamlDepth, type YamlValues } from './yamlValues.js';

/** Where in a YAML file: keys of mappings and indices of lists, from the root. */
export type YamlPath = readonly (string | number)[];

/** A YAML text, read once, that knows where everything stands. */
export interface YamlSource {
  /** The plain value; undefined where the text is not YAML or expands to too much. */
  readonly value: unknown;
  /** Syntax errors, duplicate keys, alias bombs, nesting without end. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where a value stands, of mappings and lists without the line end behind them; the nearest parent that exists where the path leads nowhere. */
  valueRange(path: YamlPath): TextRange;
  /** Where a mapping's key stands; the value's place in a list. */
  keyRange(path: YamlPath): TextRange;
  /**
   * Where the text of a scalar stands, as written: without the quotes, without the header of a block scalar;
   * of an alias, where its anchor stands. Of a mapping or list: its value's range.
   */
  textRange(path: YamlPath): TextRange;
  /**
   * Where a piece of a scalar's text stands, given by offsets into the text it means.
   * The whole scalar where escapes or folding leave the exact place open.
   */
  placeInText(path: YamlPath, start: number, end: number): TextRange;
}

const maxCharacters = 2_000_000;
const maxDiagnostics = 100;
const options = {
  prettyErrors: false,
  strict: true,
  uniqueKeys: false, // quadratic in the library, linear in evaluateYaml
  logLevel: 'silent',
  schema: 'core', // also where a %YAML directive asks for another one
  merge: false,
  resolveKnownTags: false,
} as const;

/**
 * Reads YAML with positions. Never throws, and takes time in proportion to the text.
 * Values are what JSON can hold, and `.nan` and `.inf`; keys are texts as written.
 * @param text the YAML
 * @param offset where it begins in its file (frontmatter); all ranges are in the file's offsets
 */
export function readYaml(text: string, offset = 0): YamlSource {
  const diagnostics: Diagnostic[] = [];
  const place = ({ start, end }: TextRange): TextRange => ({
    start: Math.min(start, text.length) + offset,
    end: Math.min(Math.max(start, end), text.length) + offset,
  });
  const report = (severity: Severity, code: string, message: string, range: TextRange) => {
    if (diagnostics.length < maxDiagnostics) diagnostics.push({ severity, code, message, range: place(range) });
  };

  const document = compose(text, (code, message, range) => report('error', code, message, range));
  for (const { code, message, pos } of document?.errors ?? [])
    report('error', yamlCode(code), message.slice(0, 200), { start: pos[0], end: pos[1] });
  const values = evaluateYaml(document?.contents ?? null, text.length, (code, message, range) =>
    report('error', code, message, range),
  );
  const value = diagnostics.length === 0 ? values.value : undefined;
  for (const { code, message, pos } of document?.warnings ?? [])
    report('warning', yamlCode(code), message.slice(0, 200), { start: pos[0], end: pos[1] });

  const locate = (path: YamlPath) => follow(document?.contents ?? null, path, values);
  const rangeOf = (node: Node | null): TextRange => {
    const [start, end] = node?.range ?? [0, 1];
    return place({ start, end: isMap(node) || isSeq(node) ? start + text.slice(start, end).trimEnd().length : end });
  };
  return {
    value,
    diagnostics,
    valueRange: (path) => rangeOf(locate(path).value),
    keyRange: (path) => {
      const { key, value: node } = locate(path);
      return rangeOf(key ?? node);
    },
    textRange: (path) => {
      const node = values.resolve(locate(path).value);
      return isScalar(node) ? place(scalarRange(node, text)) : rangeOf(node);
    },
    placeInText: (path, start, end) => {
      const node = values.resolve(locate(path).value);
      return isScalar(node) ? place(scalarPlace(node, text, start, end)) : rangeOf(node);
    },
  };
}

type Report = (code: string, message: string, range: TextRange) => void;

/** The first document of a text; undefined (and reported) where it is too large or too deep to be looked at. */
function compose(text: string, report: Report): Document.Parsed | undefined {
  if (text.length > maxCharacters) {
    const limit = maxCharacters.toLocaleString('en');
    report('yaml-too-large', `This YAML is longer than ${limit} characters, so it was not read. Make it shorter.`, {
      start: 0,
      end: 1,
    });
    return undefined;
  }
  const parser = new Parser();
  const documents = new Composer(options).compose(shallowTokens(parser, text), true, text.length);
  try {
    const first = documents.next().value ?? undefined;
    const second = documents.next().value;
    if (second) {
      const message = 'Only the first YAML document of a file is read. Remove the line `---` and what follows it.';
      report('yaml-multiple-docs', message, { start: second.range[0], end: second.range[1] });
    }
    return first;
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const message = `This is nested more than ${maxYamlDepth} levels deep, so the file was not read. Make it flatter.`;
    report('yaml-too-deep', message, { start: parser.offset, end: parser.offset + 1 });
    return undefined;
  }
}

class TooDeep extends Error {}

/**
 * The tokens of a text, as long as they are not nested too deep: the library recurses into what it composes,
 * and near the end of the stack the engine may stop the whole process instead of throwing.
 */
function* shallowTokens(parser: Parser, text: string): Generator<CST.Token, void> {
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') errors += 1;
      yield token;
    }
    if (parser.stack.length > maxYamlDepth) throw new TooDeep();
    if (errors >= maxDiagnostics) break;
  }
  yield* parser.end();
}

/** Follows a path as far as it leads. */
function follow(root: Node | null, path: YamlPath, values: YamlValues): { key?: Node; value: Node | null } {
  let value = root;
  let key: Node | undefined;
  for (const step of path) {
    const parent = values.resolve(value);
    if (isMap(parent)) {
      const pair = values.pair(parent, String(step));
      if (!pair) break;
      key = isNode(pair.key) ? pair.key : undefined;
      value = isNode(pair.value) ? pair.value : (key ?? null);
    } else if (isSeq(parent) && typeof step === 'number' && isNode(parent.items[step])) {
      key = undefined;
      value = parent.items[step];
    } else break;
  }
  return key ? { key, value } : { value };
}

/** `BAD_INDENT` → `yaml-bad-indent`. */
function yamlCode(code: string): string {
  return `yaml-${code.toLowerCase().replaceAll('_', '-')}`;
}
