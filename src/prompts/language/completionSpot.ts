import type { PromptDocument } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import { tokens, type Token } from '../variables/tokens.js';

/** A place of a prompt where a name can be put in. */
export interface CompletionSpot {
  readonly wants: 'variable' | 'file';
  /** The name as far as it is there, on both sides of the cursor. */
  readonly range: TextRange;
  /** What must follow the name, as far as it is not there: the braces that nothing has closed yet. */
  readonly closing: string;
}

/** The place at an offset of a prompt, inside a tag that takes a name; undefined anywhere else. */
export function completionSpot(document: PromptDocument, offset: number): CompletionSpot | undefined {
  const { source, body, parts, template } = document;
  const region = body
    ? { start: body.start, end: source.length }
    : parts.find(({ range }) => range.start <= offset && offset <= range.end)?.range;
  if (!region || offset < region.start) return undefined;
  const before = source.slice(Math.max(region.start, offset - longestTag), offset);
  const after = source.slice(offset, region.end);
  const found = spotters[template](before, after);
  if (!found) return undefined;
  const { wants, typed, rest, closing } = found;
  return { wants, range: { start: offset - typed, end: offset + rest }, closing };
}

/** How far before the cursor a tag is looked for, in characters. */
const longestTag = 10_000;

/** A spot by the lengths of what stands of the name before and behind the cursor. */
interface Found {
  readonly wants: CompletionSpot['wants'];
  readonly typed: number;
  readonly rest: number;
  readonly closing: string;
}

type Spotter = (before: string, after: string) => Found | undefined;

const spotters: Readonly<Record<PromptDocument['template'], Spotter>> = {
  'github-models': (before, after) => plainSpot(/\{\{([^\s{}]*)$/, /^[^\s{}]*/, '}}', before, after),
  vscode: (before, after) => plainSpot(/\$\{input:([^:}\s]*)$/, /^[^:}\s]*/, '}', before, after),
  jinja: (before, after) => statementSpot(before, after, false),
  liquid: (before, after) => statementSpot(before, after, true),
  mustache: mustacheSpot,
  handlebars: mustacheSpot,
  none: () => undefined,
};

/** In tags that hold nothing but a name. */
function plainSpot(opened: RegExp, name: RegExp, closer: string, before: string, after: string): ReturnType<Spotter> {
  const typed = opened.exec(before)?.[1];
  if (typed === undefined) return undefined;
  const rest = name.exec(after)?.[0] ?? '';
  const behind = after.slice(rest.length);
  const closing = closer === '}' ? (/^[:}]/.test(behind) ? '' : '}') : missing(behind, closer);
  return { wants: 'variable', typed: typed.length, rest: rest.length, closing };
}

/** In `{{ expressions }}`, `{% statements %}`, and the name of the file that one includes. */
function statementSpot(before: string, after: string, hyphens: boolean): ReturnType<Spotter> {
  const isComment = before.lastIndexOf('{#') > before.lastIndexOf('#}');
  const start = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  const opener = before.slice(start, start + 2);
  const inner = before.slice(start + 2).replace(/^[-+]/, ' ');
  if (isComment || start < 0 || inner.includes(opener === '{{' ? '}}' : '%}')) return undefined;
  const all = tokens(inner, hyphens);
  const [word, second] = all;
  const last = all.at(-1);
  if (last && isOpenText(last, inner)) {
    if (opener !== '{%' || !includes.has(word?.text ?? '') || second !== last) return undefined;
    const quote = last.text.charAt(0);
    const rest = /^[^'"\r\n}%]*/.exec(after)?.[0].trimEnd() ?? '';
    return {
      wants: 'file',
      typed: last.text.length - 1,
      rest: rest.length,
      closing: after.startsWith(quote, rest.length) ? '' : quote,
    };
  }
  if (opener === '{%' && (all.length === 0 || (all.length === 1 && isTyped(last, inner)))) return undefined;
  if (opener === '{%' && bindsYet(all)) return undefined;
  const closer = opener === '{{' ? `${inner.startsWith(' ') ? ' ' : ''}}}` : '';
  return expressionSpot(all, inner, after, closer, hyphens);
}

const includes: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends', 'render']);

/** Whether a statement is still naming what it binds: `for item`, `set name`. */
function bindsYet([word, ...rest]: readonly Token[]): boolean {
  const sign = bindingSigns.get(word?.text ?? '');
  return sign !== undefined && !rest.some(({ text }) => text === sign);
}

const bindingSigns: ReadonlyMap<string, string> = new Map([
  ['for', 'in'],
  ['tablerow', 'in'],
  ['set', '='],
  ['assign', '='],
]);

/** In `{{name}}`, `{{#section}}`, `{{helper name}}`, and `{{> partial}}`. */
function mustacheSpot(before: string, after: string): ReturnType<Spotter> {
  const start = before.lastIndexOf('{{');
  const [opened = ''] = /\{*\{\{$/.exec(before.slice(0, start + 2)) ?? [];
  const inner = before.slice(start + 2).replace(/^[~&]/, ' ');
  if (start < 0 || /^\s*[!/=]/.test(inner) || inner.includes('}}')) return undefined;
  const closer = opened.length > 2 ? '}}}' : '}}';
  const partial = /^\s*#?>\s*([^\s"'}~()|=]*)$/.exec(inner)?.[1];
  if (partial !== undefined) {
    const rest = /^[^\s"'}~()|=]*/.exec(after)?.[0] ?? '';
    const closing = missing(after.slice(rest.length), closer);
    return { wants: 'file', typed: partial.length, rest: rest.length, closing };
  }
  const all = tokens(inner, true);
  const last = all.at(-1);
  return last && isOpenText(last, inner) ? undefined : expressionSpot(all, inner, after, closer, true);
}

/** Where an expression takes the name of an input: no field, filter or number, and not right behind a text. */
function expressionSpot(
  all: readonly Token[],
  inner: string,
  after: string,
  closer: string,
  hyphens: boolean,
): ReturnType<Spotter> {
  const last = all.at(-1);
  const touched = isTyped(last, inner) ? last : undefined;
  if (touched && (touched.kind === 'number' || touched.kind === 'text')) return undefined;
  const name = touched?.kind === 'name' ? touched : undefined;
  const previous = (name ? all.at(-2) : last)?.text ?? '';
  if (['.', '|', '@', '/', '../'].includes(previous)) return undefined;
  const rest = (hyphens ? /^[\p{L}\p{N}_-]*/u : /^[\p{L}\p{N}_]*/u).exec(after)?.[0] ?? '';
  const closing = closer === '' ? '' : missing(after.slice(rest.length), closer);
  return { wants: 'variable', typed: name?.text.length ?? 0, rest: rest.length, closing };
}

/** Whether a token ends where the cursor is. */
function isTyped(token: Token | undefined, inner: string): boolean {
  return token !== undefined && token.start + token.text.length === inner.length;
}

/** Whether the cursor is inside a text in quotes. */
function isOpenText(token: Token, inner: string): boolean {
  const { kind, text } = token;
  return kind === 'text' && isTyped(token, inner) && (text.length === 1 || !text.endsWith(text.charAt(0)));
}

/** What of a closer is not there behind a name: none of it where the same line closes the tag further on. */
function missing(behind: string, closer: string): string {
  if (/^[^{}\r\n]*\}\}/.test(behind)) return '';
  const [there = ''] = /^\}*/.exec(behind) ?? [];
  return there === '' ? closer : '}'.repeat(Math.max(0, closer.trim().length - there.length));
}
