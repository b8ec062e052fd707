import { splitFrontmatter } from '../frontmatter.js';
import type { PromptDocument } from '../promptDocument.js';
import { LineIndex } from '../textRange.js';

/** Lines from 0, both included; the first one stays when it is folded. */
export interface Fold {
  readonly start: number;
  readonly end: number;
}

/** What can be folded in a prompt: its frontmatter, each of its messages, and what is indented below a line. */
export function foldsOf(document: PromptDocument): readonly Fold[] {
  const { source } = document;
  const index = new LineIndex(source);
  const lineOf = (offset: number): number => index.positionAt(offset).line;
  const { header } = splitFrontmatter(source);
  const frontmatter = header ? [{ start: lineOf(header.start) - 1, end: lineOf(header.end) }] : [];
  return [...frontmatter, ...messageFolds(document, lineOf), ...indentedFolds(source)].filter(
    ({ start, end }) => start < end,
  );
}

/** Each message below the line or tag that gives its role. */
function messageFolds({ source, body, parts }: PromptDocument, lineOf: (offset: number) => number): Fold[] {
  if (!body || parts.length < 2) return [];
  return parts.map(({ text, range }) => {
    const before = body.start + source.slice(body.start, range.start).trimEnd().length;
    const isFirst = before === body.start;
    const first = range.start + text.length - text.trimStart().length;
    return { start: lineOf(isFirst ? first : before - 1), end: lineOf(range.start + text.trimEnd().length) };
  });
}

/** As the editor does it where nobody knows better. */
function indentedFolds(source: string): Fold[] {
  const folds: Fold[] = [];
  const open: { readonly line: number; readonly indent: number }[] = [];
  let last = 0;
  const close = (indent: number): void => {
    for (let top = open.at(-1); top && top.indent >= indent; top = open.at(-1)) {
      folds.push({ start: top.line, end: last });
      open.pop();
    }
  };
  source.split(/\r\n|\r|\n/).forEach((text, line) => {
    if (text.trim() === '') return;
    const indent = text.length - text.trimStart().length;
    close(indent);
    open.push({ line, indent });
    last = line;
  });
  close(0);
  return folds;
}
