import { isObject, type JsonValue } from '../json.js';

/** What JSON can hold of a value read from YAML: `.nan` and `.inf` become texts. */
export function jsonOf(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  return isObject(value) ? jsonObjectOf(value) : null;
}

/** A mapping, without the keys that are told elsewhere. */
export function jsonObjectOf(
  value: Readonly<Record<string, unknown>>,
  without: readonly string[] = [],
): Readonly<Record<string, JsonValue>> {
  const entries = Object.entries(value).filter(([key]) => !without.includes(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, jsonOf(inner)]));
}

/** An own value of a mapping; undefined where there is none, or `null` stands there. */
export function entryOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined;
}
