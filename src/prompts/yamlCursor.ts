import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import type { TextRange } from './textRange.js';
import { readYaml, type YamlPath } from './yamlSource.js';

/** The key or scalar value at a place of a YAML text. */
export interface YamlCursor {
  /** Of the key, that is, of its value; or of the value. */
  readonly path: YamlPath;
  readonly on: 'key' | 'value';
  readonly text: string;
  readonly range: TextRange;
  /** The other keys of the same mapping; empty in a list. */
  readonly siblings: readonly string[];
}

/**
 * Finds what stands at an offset, also in a text that is not valid YAML yet. Never throws.
 * @returns undefined in comments, between things, and where the text cannot be made sense of
 */
export function cursorAt(text: string, offset: number): YamlCursor | undefined {
  const isTooMuch = readYaml(text).diagnostics.some(
    ({ code }) => code === 'yaml-too-large' || code === 'yaml-too-deep',
  );
  if (isTooMuch) return undefined;
  const { contents } = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  return find(contents, [], [], offset);
}

function find(node: Node | null, path: YamlPath, siblings: readonly string[], offset: number): YamlCursor | undefined {
  if (isMap(node)) {
    const keys = node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
    for (const [index, { key, value }] of node.items.entries()) {
      const name = keys[index] ?? '';
      const others = keys.filter((_, other) => other !== index);
      const inner = [...path, name];
      const found = scalarAt(key, inner, 'key', others, offset) ?? find(nodeOf(value), inner, others, offset);
      if (found) return found;
    }
    return undefined;
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = find(nodeOf(item), [...path, index], [], offset);
      if (found) return found;
    }
    return undefined;
  }
  return scalarAt(node, path, 'value', siblings, offset);
}

function scalarAt(
  node: unknown,
  path: YamlPath,
  on: YamlCursor['on'],
  siblings: readonly string[],
  offset: number,
): YamlCursor | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const [start, end] = node.range;
  if (start === end || offset < start || offset > end) return undefined;
  return { path, on, text: String(node.value), range: { start, end }, siblings };
}

function nodeOf(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}
