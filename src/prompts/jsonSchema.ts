import { isObject } from './json.js';
import type { YamlPath } from './yamlSource.js';

/** A JSON Schema (draft-07), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The part of a schema that describes the value at a path; undefined where it says nothing about it. */
export function schemaAt(root: JsonSchema, path: YamlPath): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const step of path) {
    schema = resolved(root, typeof step === 'number' ? schema['items'] : memberOf(schema, step));
    if (!schema) return undefined;
  }
  return schema;
}

/** The keys that a schema names for a mapping, with what it says about each. */
export function namedKeys(root: JsonSchema, schema: JsonSchema): readonly (readonly [key: string, JsonSchema])[] {
  const properties = schema['properties'];
  if (!isObject(properties)) return [];
  return Object.keys(properties).flatMap((key) => {
    const member = resolved(root, properties[key]);
    return member ? [[key, member] as const] : [];
  });
}

/** A list of anything; empty where it is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list; empty where it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

function memberOf(schema: JsonSchema, key: string): unknown {
  const properties = schema['properties'];
  if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key];
  return schema['additionalProperties'];
}

/** Follows `$ref` to a definition; what stands beside the reference (a description) wins. */
function resolved(root: JsonSchema, schema: unknown): JsonSchema | undefined {
  if (!isObject(schema)) return undefined;
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const definitions = root['definitions'];
  const target = isObject(definitions) ? definitions[reference.replace('#/definitions/', '')] : undefined;
  return isObject(target) ? { ...target, ...schema } : schema;
}
