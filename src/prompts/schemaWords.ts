import { isObject } from './json.js';
import { listOf, textsOf, type JsonSchema } from './jsonSchema.js';
import { shorten } from './shorten.js';
import { readYaml, type YamlPath } from './yamlSource.js';

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  array: 'a list',
};

/** What a schema takes, in words and with an example. */
export function wantedWords(schema: JsonSchema): string {
  const types = typeof schema['type'] === 'string' ? [schema['type']] : textsOf(schema['type']);
  const words = types.flatMap((type) => typeWords[type] ?? []).join(' or ');
  const [example] = listOf(schema['examples']);
  return example === undefined ? words : `${words}, such as ${flowYaml(example)}`;
}

/** A value that a file has where another one should be. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'a mapping' : `\`${shorten(scalarText(value))}\``;
}

/** What people call the value at a path. */
export function pathWords(path: YamlPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'This file';
  if (typeof last === 'string') return `\`${shorten(last)}\``;
  return `Item ${last + 1}${path.length === 1 ? '' : ` of ${pathWords(path.slice(0, -1))}`}`;
}

/** A value as it can stand in a line of YAML. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`;
  if (!isObject(value)) return typeof value === 'string' ? yamlText(value) : scalarText(value);
  const entries = Object.entries(value).map(([key, item]) => `${yamlText(key)}: ${flowYaml(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A text as a YAML scalar, in quotes only where it would otherwise mean something else. */
export function yamlText(text: string): string {
  const isPlain = /^[A-Za-z0-9+/_.][\w+./@%$-]*( [\w+./@%$-]+)*$/.test(text);
  return isPlain && readYaml(text).value === text ? text : JSON.stringify(text);
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
