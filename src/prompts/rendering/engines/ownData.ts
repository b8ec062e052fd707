import { isObject } from '../../json.js';

/**
 * The same data without anything inherited: no template finds `constructor` or `__proto__` in it, and no key of
 * the inputs can become a prototype.
 */
export function ownData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = { __proto__: null };
  for (const [key, item] of Object.entries(data)) copy[key] = ownValue(item);
  return copy;
}

function ownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownValue);
  return isObject(value) ? ownData(value) : value;
}

/** A property that is the thing's own, and data; undefined for everything inherited, computed, or a function. */
export function ownProperty(thing: unknown, name: unknown): unknown {
  if (thing === undefined || thing === null || (typeof name !== 'string' && typeof name !== 'number')) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(thing, name)?.value;
  return typeof value === 'function' ? undefined : value;
}
