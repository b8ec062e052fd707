import { canonicalJson, type JsonValue } from '../json.js';
import { shorten } from '../shorten.js';
import type { NamedChange } from './comparison.js';

/** Whether two values mean the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** A value as it stands in a sentence. */
export function valueWords(value: JsonValue): string {
  return shorten(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * Compares named values: what was added, removed or changed, in the order of `after`, then what is gone.
 * @param describe what one change means; `changed` where both values are there
 */
export function compareNamed<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  describe: (name: string, from: Value | undefined, to: Value | undefined) => Omit<NamedChange, 'name' | 'change'>,
): NamedChange[] {
  const names = [...after.keys(), ...[...before.keys()].filter((name) => !after.has(name))];
  return names.flatMap((name): NamedChange[] => {
    const [from, to] = [before.get(name), after.get(name)];
    if (before.has(name) && after.has(name) && isSame(from, to)) return [];
    const change = !before.has(name) ? 'added' : !after.has(name) ? 'removed' : 'changed';
    return [{ name, change, ...describe(name, from, to) }];
  });
}

/** `temperature 0.2 → 0.7`, `seed 7 added`. */
export function compareSettings(
  before: ReadonlyMap<string, JsonValue>,
  after: ReadonlyMap<string, JsonValue>,
): NamedChange[] {
  return compareNamed(before, after, (name, from, to) => ({
    ...(from !== undefined && { before: from }),
    ...(to !== undefined && { after: to }),
    breaking: false,
    words:
      from === undefined
        ? `${name} ${valueWords(to ?? null)} added`
        : to === undefined
          ? `${name} ${valueWords(from)} removed`
          : `${name} ${valueWords(from)} → ${valueWords(to)}`,
  }));
}
