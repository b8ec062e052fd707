import type { Reference } from '../promptDocument.js';
import { BlockRanges } from './blockRanges.js';
import { BoundNames } from './boundNames.js';
import type { TemplateScan, VariableUse } from './templateScan.js';
import { TemplateTags, type Delimiters, type TemplateTag } from './templateTags.js';
import { tokens, type Token } from './tokens.js';

const delimiters: Delimiters = [
  ['{{!--', '--}}'],
  ['{{{', '}}}'],
  ['{{', '}}'],
];
const keywords: ReadonlySet<string> = new Set(['this', 'else', 'true', 'false', 'null', 'undefined', 'as']);
/** Handlebars blocks that do not change what names mean. */
const plainBlocks: ReadonlySet<string> = new Set(['if', 'unless']);

/**
 * Finds the inputs of a Mustache template: tags of a single name.
 * Inside a section a name may also be a field of its item, and says so.
 */
export function scanMustache(text: string, offset: number): TemplateScan {
  return scan(text, offset, false);
}

/** The same for Handlebars, whose tags may call helpers with arguments. */
export function scanHandlebars(text: string, offset: number): TemplateScan {
  return scan(text, offset, true);
}

function scan(text: string, offset: number, helpers: boolean): TemplateScan {
  const uses: VariableUse[] = [];
  const references: Reference[] = [];
  const bound = new BoundNames();
  const blocks = new BlockRanges();
  const sections: boolean[] = [];
  let sectionDepth = 0;
  const tags = new TemplateTags(text, delimiters);

  function use(names: readonly Token[], tag: TemplateTag): void {
    for (const { text: name, start } of names) {
      if (bound.has(name)) continue;
      const at = offset + tag.innerStart + start;
      const range = { start: at, end: at + name.length };
      uses.push(sectionDepth > 0 ? { name, range, inSection: true } : { name, range });
    }
  }

  for (let tag = tags.next(); tag; tag = tags.next()) {
    if (tag.opener === '{{!--') continue;
    const all = tokens(tag.inner, true).filter(({ text: sign }) => sign !== '~' && sign !== '&');
    const sign = all[0]?.text ?? '';
    if (sign === '>') references.push(...partialIn(tag, offset, helpers ? '.hbs' : '.mustache'));
    if (sign === '!' || sign === '>' || sign === '=') continue;
    if (sign === '/') {
      blocks.close(offset + tag.end);
      bound.close();
      if (sections.pop()) sectionDepth -= 1;
    } else if (sign === '#' || sign === '^') {
      const inner = all.slice(1);
      if (inner.length === 0) continue; // Handlebars: {{^}} is {{else}}
      use(inputs(inner, helpers), tag);
      const bars = inner.findIndex((token) => token.text === '|');
      bound.open(
        bars < 0
          ? []
          : inner
              .slice(bars)
              .filter(isName)
              .map((token) => token.text),
      );
      blocks.open(offset + tag.start);
      const isSection = !(helpers && plainBlocks.has(inner[0]?.text ?? '')) && sign === '#';
      sections.push(isSection);
      if (isSection) sectionDepth += 1;
    } else use(inputs(all[0]?.text === 'else' ? all.slice(1) : all, helpers), tag);
  }
  return { uses, references, blocks: blocks.finish(offset + text.length) };
}

/** `{{> name}}`: the file of that name. A name that is worked out stands for none. */
function partialIn(tag: TemplateTag, offset: number, ending: string): Reference[] {
  const [before = '', value] = /^[~\s]*>\s*["']?([^\s"'}~()|=]+)/.exec(tag.inner) ?? [];
  if (value === undefined) return [];
  const start = offset + tag.innerStart + before.length - value.length;
  const path = /\.[^./]+$/.test(value) ? value : `${value}${ending}`;
  return [{ value, path, range: { start, end: start + value.length } }];
}

/** The names of a tag that stand for inputs: no fields, helpers or named arguments. */
function inputs(tag: readonly Token[], helpers: boolean): Token[] {
  const end = tag.findIndex((token) => token.text === '|');
  const path = end < 0 ? tag : tag.slice(0, end);
  if (!helpers && !isPath(path)) return [];
  const hasArguments = !isPath(path);
  return path.filter((token, index) => {
    const before = path[index - 1]?.text;
    const isHelper = before === '(' || (index === 0 && hasArguments);
    const isField = before === '.' || before === '@' || before === '/';
    return isName(token) && !isHelper && !isField && path[index + 1]?.text !== '=' && !keywords.has(token.text);
  });
}

/** `name`, `name.field.field`, `../name`, `@index`: without arguments. */
function isPath(tag: readonly Token[]): boolean {
  return (
    tag.every((token, index) => {
      const before = tag[index - 1]?.kind;
      return index === 0 || before === 'sign' || token.kind === 'sign';
    }) && tag.every((token) => token.kind !== 'text' && token.text !== '(')
  );
}

function isName(token: Token): boolean {
  return token.kind === 'name';
}
