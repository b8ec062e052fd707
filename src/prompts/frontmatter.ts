import type { TextRange } from './textRange.js';

/** A file split into its header and what follows. */
export interface Frontmatter {
  /** The YAML between the fences; absent where there are none. */
  readonly header?: TextRange;
  /** What follows the closing fence's line; everything (but a BOM) where there is no header. */
  readonly body: TextRange;
  /** An opening fence that nothing closes; it is part of the body then. */
  readonly unclosed?: TextRange;
}

/**
 * Splits frontmatter from body. Fences are lines `---` or `+++`; a BOM and white space may stand before the first.
 * @param source the whole file
 */
export function splitFrontmatter(source: string): Frontmatter {
  const body = { start: source.startsWith('\uFEFF') ? 1 : 0, end: source.length };
  const opening = /^\s*(---|\+\+\+)[ \t]*(?:\r\n|\r|\n|$)/.exec(source);
  if (!opening) return { body };
  const fence = opening[1] ?? '';
  const closing = fence === '---' ? /^---[ \t]*$/gm : /^\+\+\+[ \t]*$/gm;
  closing.lastIndex = opening[0].length;
  const close = closing.exec(source);
  if (!close || opening[0].length === source.length) {
    const start = opening[0].indexOf(fence);
    return { body, unclosed: { start, end: start + fence.length } };
  }
  const after = close.index + close[0].length;
  const lineEnd = source.startsWith('\r\n', after) ? 2 : after < source.length ? 1 : 0;
  return {
    header: { start: opening[0].length, end: close.index },
    body: { start: after + lineEnd, end: source.length },
  };
}
