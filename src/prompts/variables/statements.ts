import type { Reference } from '../promptDocument.js';
import { BlockRanges } from './blockRanges.js';
import { BoundNames } from './boundNames.js';
import type { TemplateScan, VariableUse } from './templateScan.js';
import { TemplateTags, type Delimiters, type TemplateTag } from './templateTags.js';
import { tokens, type Token } from './tokens.js';

/** What sets the statements of one template language apart: `{% word … %}` by what the word does. */
export interface StatementLanguage {
  /** Words that are no variables. */
  readonly keywords: ReadonlySet<string>;
  /** Reads an expression and opens a block. */
  readonly conditions: ReadonlySet<string>;
  /** `for item in items`: opens a block that binds. */
  readonly loops: ReadonlySet<string>;
  /** Opens a scope that binds all its names. */
  readonly scopes: ReadonlySet<string>;
  /** `set name = expression`: binds what stands before the sign. */
  readonly assignments: ReadonlySet<string>;
  /** Only reads expressions. */
  readonly expressions: ReadonlySet<string>;
  /** Names another file, and may bind what it imports. */
  readonly includes: ReadonlySet<string>;
  /** What stands inside is text. */
  readonly verbatim: ReadonlySet<string>;
  /** `name: value` and `name=value` name an argument. */
  readonly argumentSigns: ReadonlySet<string>;
  /** Whether `my-name` is one name. */
  readonly hyphens: boolean;
}

/** A set of words, written as a sentence. */
export function words(sentence?: string): ReadonlySet<string> {
  return new Set(sentence?.split(' '));
}

const delimiters: Delimiters = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
];

/** Finds the inputs of a template with `{{ expressions }}` and `{% statements %}`. */
export function scanStatements(text: string, offset: number, language: StatementLanguage): TemplateScan {
  const uses: VariableUse[] = [];
  const references: Reference[] = [];
  const bound = new BoundNames();
  const blocks = new BlockRanges();
  const tags = new TemplateTags(text, delimiters);

  function use(names: readonly Token[], tag: TemplateTag): void {
    for (const { text: name, start } of names) {
      const at = offset + tag.innerStart + start;
      if (!bound.has(name)) uses.push({ name, range: { start: at, end: at + name.length } });
    }
  }

  function statement(tag: TemplateTag): void {
    const [word, ...rest] = tokens(tag.inner, language.hyphens).filter(
      ({ text }, index) => index > 0 || !'+-'.includes(text),
    );
    const name = word?.text ?? '';
    if (language.verbatim.has(name)) tags.skipTo(new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`));
    else if (language.conditions.has(name)) {
      blocks.open(offset + tag.start);
      use(inputs(rest, language), tag);
    } else if (language.loops.has(name)) {
      const middle = rest.findIndex((token) => token.text === 'in');
      const targets = namesOf(rest.slice(0, Math.max(0, middle)));
      const condition = rest.find((token) => token.text === 'if')?.start ?? Infinity;
      const read = inputs(rest.slice(middle + 1), language);
      blocks.open(offset + tag.start);
      use(
        read.filter((token) => token.start < condition || !targets.includes(token.text)),
        tag,
      );
      bound.open(targets);
    } else if (language.scopes.has(name)) {
      const values = rest.slice(rest.findIndex((token) => token.text === '=') + 1);
      if (name === 'with') use(inputs(values, language), tag);
      bound.open(name === 'with' ? namesOf(rest).filter((_, index) => index === 0) : namesOf(rest));
    } else if (language.assignments.has(name)) {
      const sign = rest.findIndex((token) => token.text === '=');
      if (sign >= 0) use(inputs(rest.slice(sign + 1), language), tag);
      for (const target of namesOf(sign >= 0 ? rest.slice(0, sign) : rest.slice(0, 1))) bound.bind(target);
    } else if (language.expressions.has(name)) use(inputs(rest, language), tag);
    else if (language.includes.has(name)) include(rest, tag);
    else if (name.startsWith('end')) end(name.slice('end'.length), offset + tag.end);
  }

  function include([file, ...rest]: readonly Token[], tag: TemplateTag): void {
    if (file?.kind === 'text' && file.text.length > 2) {
      const start = offset + tag.innerStart + file.start + 1;
      const value = file.text.slice(1, -1);
      references.push({ value, path: value, range: { start, end: start + value.length } });
    }
    const binding = rest.findIndex((token) => token.text === 'import' || token.text === 'as');
    if (binding >= 0) for (const name of namesOf(rest.slice(binding + 1))) bound.bind(name);
    else {
      const given = new Set(rest.filter((_, index) => rest[index - 1]?.text === ':'));
      use(
        inputs(rest, language).filter((token) => given.has(token)),
        tag,
      );
    }
  }

  function end(name: string, at: number): void {
    if (language.loops.has(name) || language.scopes.has(name)) bound.close();
    if (language.loops.has(name) || language.conditions.has(name)) blocks.close(at);
  }

  for (let tag = tags.next(); tag; tag = tags.next()) {
    if (tag.opener === '{{') use(inputs(tokens(tag.inner, language.hyphens), language), tag);
    else if (tag.opener === '{%') statement(tag);
  }
  return { uses, references, blocks: blocks.finish(offset + text.length) };
}

/** The names of an expression that stand for inputs: no fields, filters, tests, functions or named arguments. */
function inputs(expression: readonly Token[], { keywords, argumentSigns }: StatementLanguage): Token[] {
  return expression.filter((token, index) => {
    if (token.kind !== 'name' || keywords.has(token.text)) return false;
    const before = expression[index - 1]?.text;
    const test = before === 'not' ? expression[index - 2]?.text === 'is' : before === 'is';
    const after = expression[index + 1]?.text ?? '';
    return !test && before !== '.' && before !== '|' && after !== '(' && !argumentSigns.has(after);
  });
}

function namesOf(list: readonly Token[]): string[] {
  return list.filter((token) => token.kind === 'name').map((token) => token.text);
}
