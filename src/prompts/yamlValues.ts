import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { shorten } from './shorten.js';
import type { TextRange } from './textRange.js';

/** How deep a YAML file may nest, aliases counted as what they stand for. Real ones stay under 30. */
export const maxYamlDepth = 100;

/** How many values aliases may add to those that are written out. */
const maxAliasedValues = 10_000;

/** What the nodes of a YAML document mean. */
export interface YamlValues {
  /** The root's plain value; meaningless where problems were reported. */
  readonly value: unknown;
  /** What an alias stands for; any other node is itself. */
  resolve(node: Node | null): Node | null;
  /** A mapping's entry. */
  pair(map: YAMLMap, key: string): Pair | undefined;
}

/** A value with its size and height written out in full, as if there were no aliases. */
interface Measured {
  readonly value: unknown;
  readonly size: number;
  readonly height: number;
}

/**
 * Turns composed YAML into plain values: objects, lists, texts, numbers, booleans, null.
 * Own code instead of the library's `toJS`, whose aliases may expand exponentially, nest without end, or be cyclic.
 * @param root the document's contents; nested at most `maxYamlDepth` deep
 * @param characters the text's length, which bounds how many values can be written out
 * @param report takes duplicate and unusable keys, and aliases that expand to too much
 */
export function evaluateYaml(
  root: Node | null,
  characters: number,
  report: (code: string, message: string, range: TextRange) => void,
): YamlValues {
  const anchors = new Map<string, { node: Node; measured: Measured }>();
  const targets = new Map<Node, Node>();
  const entries = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const nothing: Measured = { value: null, size: 1, height: 1 };

  function problem(code: string, message: string, node: Node): void {
    report(code, message, { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 });
  }

  function measure(node: unknown): Measured {
    if (isAlias(node)) {
      const anchor = anchors.get(node.source);
      if (anchor) targets.set(node, anchor.node);
      else
        problem(
          'yaml-alias',
          `Nothing before this place, or only what contains it, is called \`&${node.source}\`.`,
          node,
        );
      return anchor?.measured ?? nothing;
    }
    const measured = isMap(node) ? measureMap(node) : isSeq(node) ? measureList(node.items) : measureScalar(node);
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor) anchors.set(node.anchor, { node, measured });
    }
    return measured;
  }

  function measureScalar(node: unknown): Measured {
    return isScalar(node) ? { ...nothing, value: node.value } : nothing;
  }

  function measureList(items: readonly unknown[]): Measured {
    const measured = items.map(measure);
    return { value: measured.map(({ value }) => value), ...total(measured) };
  }

  function measureMap(map: YAMLMap): Measured {
    const pairs = new Map<string, Pair>();
    const measured: Measured[] = [];
    const values: [string, unknown][] = [];
    for (const pair of map.items) {
      const key = keyText(pair.key);
      if (key === undefined) {
        problem('yaml-key', 'A key must be plain text. Put it in quotes, or remove it.', keyNode(pair.key) ?? map);
        continue;
      }
      if (pairs.has(key))
        problem(
          'yaml-duplicate-key',
          `The key \`${shorten(key)}\` stands here twice. Keep one.`,
          keyNode(pair.key) ?? map,
        );
      pairs.set(key, pair);
      const inner = measure(pair.value);
      measured.push(inner);
      values.push([key, inner.value]);
    }
    entries.set(map, pairs);
    // fromEntries defines own properties, so that a key `__proto__` is a key like any other.
    return { value: Object.fromEntries(values), ...total(measured) };
  }

  const measured = measure(root);
  if (root && (measured.size > characters + maxAliasedValues || measured.height > maxYamlDepth))
    problem('yaml-expansion', 'The aliases of this YAML stand for too much. Write the values out.', root);
  return {
    value: measured.value,
    resolve: (node) => (node && targets.get(node)) ?? node,
    pair: (map, key) => entries.get(map)?.get(key),
  };
}

function total(inner: readonly Measured[]): { size: number; height: number } {
  return inner.reduce(
    (sum, { size, height }) => ({ size: sum.size + size, height: Math.max(sum.height, height + 1) }),
    { size: 1, height: 1 },
  );
}

/** A key as written; undefined for lists, mappings and aliases. */
function keyText(key: unknown): string | undefined {
  if (key === null) return '';
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

function keyNode(key: unknown): Node | undefined {
  return isScalar(key) || isMap(key) || isSeq(key) || isAlias(key) ? key : undefined;
}
