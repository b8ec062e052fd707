import { jsonOf } from '../formats/jsonOf.js';
import { isObject, type JsonValue } from '../json.js';
import { compareNamed, isSame, valueWords } from './compareValues.js';
import type { NamedChange } from './comparison.js';

/** Deeper than this, schemas are compared as one value. */
const maxDepth = 20;

/** Who reads what a schema describes, as it stands in a sentence. */
export type SchemaOf = 'the answer' | 'a call';

/**
 * Compares two JSON Schemas property by property. Everything that can surprise who reads the data is breaking: a
 * property that is gone, may be absent, is newly required or has another type, and other allowed values.
 * @param what what the schema describes
 * @param path where in the whole schema
 */
export function compareSchemas(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  what: SchemaOf,
  path = '',
  depth = 0,
): NamedChange[] {
  if (isSame(before, after)) return [];
  const at = (step: string): string => (path === '' ? step : `${path}.${step}`);
  if (!isObject(before) || !isObject(after) || depth > maxDepth) {
    return [changed(path || 'schema', before, after, true, `${path || 'the schema'} of ${what} has changed`)];
  }
  const found: NamedChange[] = [];
  const name = path === '' ? what : `${path} in ${what}`;
  if (!isSame(before['type'], after['type'])) {
    const words = `${name} is now ${typeWords(after['type'])}, was ${typeWords(before['type'])}`;
    found.push(changed(at('type'), json(before['type']), json(after['type']), true, words));
  }
  if (!isSame(before['enum'], after['enum'])) {
    const words = `${name} ${enumWords(before['enum'], after['enum'])}`;
    found.push(changed(at('enum'), json(before['enum']), json(after['enum']), true, words));
  }
  found.push(...compareRequired(before, after, what, at));
  found.push(...compareProperties(before, after, what, at, depth));
  if (isObject(before['items']) || isObject(after['items']))
    found.push(...compareSchemas(json(before['items']), json(after['items']), what, at('items'), depth + 1));
  const told = new Set(['type', 'enum', 'required', 'properties', 'items']);
  const rest = (schema: Readonly<Record<string, unknown>>): Map<string, JsonValue> =>
    new Map(Object.entries(schema).flatMap(([key, value]) => (told.has(key) ? [] : [[key, json(value) ?? null]])));
  found.push(
    ...compareNamed(rest(before), rest(after), (key) => ({ breaking: false, words: `${at(key)} has changed` })).map(
      (change) => ({ ...change, name: at(change.name) }),
    ),
  );
  return found;
}

type Schema = Readonly<Record<string, unknown>>;

function compareProperties(
  before: Schema,
  after: Schema,
  what: SchemaOf,
  at: (step: string) => string,
  depth: number,
): NamedChange[] {
  const [from, to] = [before['properties'], after['properties']];
  const [left, right] = [isObject(from) ? from : {}, isObject(to) ? to : {}];
  const required = list(after['required']);
  return [...new Set([...Object.keys(right), ...Object.keys(left)])].flatMap((key): NamedChange[] => {
    const path = at(`properties.${key}`);
    const plain = path.replaceAll('properties.', '');
    if (!Object.hasOwn(right, key))
      return [{ name: path, change: 'removed', breaking: true, words: `${plain} is gone from ${what}` }];
    if (!Object.hasOwn(left, key)) {
      const isBreaking = what === 'a call' && required.includes(key);
      return [{ name: path, change: 'added', breaking: isBreaking, words: `${plain} is new in ${what}` }];
    }
    return compareSchemas(json(left[key]), json(right[key]), what, path, depth + 1).map((change) => ({
      ...change,
      words: change.words.replaceAll('properties.', ''),
    }));
  });
}

function compareRequired(before: Schema, after: Schema, what: SchemaOf, at: (step: string) => string): NamedChange[] {
  const [from, to] = [list(before['required']), list(after['required'])];
  const exists = (schema: Schema, key: string): boolean =>
    isObject(schema['properties']) && Object.hasOwn(schema['properties'], key);
  const plain = (key: string): string => at(key).replaceAll('properties.', '');
  return [
    ...to
      .filter((key) => !from.includes(key) && exists(before, key))
      .map((key) => changed(at('required'), from, to, true, `${plain(key)} is now required in ${what}`)),
    ...from
      .filter((key) => !to.includes(key) && exists(after, key))
      .map((key) => changed(at('required'), from, to, true, `${plain(key)} may now be missing in ${what}`)),
  ];
}

function changed(
  name: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  breaking: boolean,
  words: string,
): NamedChange {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return {
    name,
    change,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    breaking,
    words,
  };
}

function enumWords(before: unknown, after: unknown): string {
  const [from, to] = [Array.isArray(before) ? before : [], Array.isArray(after) ? after : []];
  const has = (all: readonly unknown[], value: unknown): boolean => all.some((item) => isSame(item, value));
  const words = (values: readonly unknown[]): string =>
    values.map((value) => valueWords(json(value) ?? null)).join(', ');
  const [gone, added] = [from.filter((value) => !has(to, value)), to.filter((value) => !has(from, value))];
  if (!Array.isArray(before)) return `can now only be ${words(to)}`;
  if (!Array.isArray(after)) return 'can now be anything';
  if (gone.length === 0) return `can now also be ${words(added)}`;
  return added.length === 0 ? `can no longer be ${words(gone)}` : `can now be ${words(added)}, not ${words(gone)}`;
}

function typeWords(type: unknown): string {
  return type === undefined ? 'of any type' : Array.isArray(type) ? type.join(' or ') : valueWords(json(type) ?? null);
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function json(value: unknown): JsonValue | undefined {
  return value === undefined ? undefined : jsonOf(value);
}
