import { isObject, type JsonObject, type JsonValue } from '../json.js';
import { jsonObjectOf, jsonOf } from './jsonOf.js';

const scalars = ['any', 'boolean', 'integer', 'null', 'number', 'string'];
const maxDepth = 50;

/** A schema that is no Picoschema: what is wrong, and where in it. */
export interface PicoschemaProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * The JSON Schema that a Picoschema stands for, as Dotprompt reads it
 * (https://github.com/google/dotprompt, reference "Picoschema"); JSON Schema is given back as it is.
 * Names of schemas that only the application knows become `{}` with a `title`, and are told.
 */
export function picoschema(schema: unknown): {
  readonly schema: JsonValue;
  readonly problems: readonly PicoschemaProblem[];
} {
  const problems: PicoschemaProblem[] = [];
  return { schema: whole(schema, (path, message) => problems.push({ path, message })), problems };
}

type Tell = (path: readonly string[], message: string) => void;

function whole(schema: unknown, tell: Tell): JsonValue {
  if (typeof schema === 'string') {
    const { type, description } = described(schema);
    return scalars.includes(type) ? { type, ...description } : named(type, description, [], tell);
  }
  if (isObject(schema)) {
    const { type, properties } = schema;
    if (typeof type === 'string' && [...scalars, 'object', 'array'].includes(type)) return jsonOf(schema);
    if (isObject(properties)) return { ...jsonObjectOf(schema), type: 'object' };
  }
  return part(schema, [], tell);
}

function part(schema: unknown, path: readonly string[], tell: Tell): JsonObject {
  if (typeof schema === 'string') {
    const { type, description } = described(schema);
    if (type === 'any') return description;
    return scalars.includes(type) ? { type, ...description } : named(type, description, path, tell);
  }
  if (!isObject(schema) || path.length > maxDepth) {
    tell(path, 'Picoschema consists of mappings and of types such as `string, what it means`.');
    return {};
  }
  const properties: Record<string, JsonValue> = {};
  const required: string[] = [];
  let additionalProperties: JsonValue = false;
  for (const [key, value] of Object.entries(schema)) {
    const place = [...path, key];
    if (key === '(*)') {
      additionalProperties = part(value, place, tell);
      continue;
    }
    const { name, isOptional, info } = picoschemaKey(key);
    if (!isOptional) required.push(name);
    properties[name] = property(value, info, isOptional, place, tell);
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties };
}

/** `name?(array, what it means)` → its name, whether it may be missing, and what stands in the parentheses. */
export function picoschemaKey(key: string): {
  readonly name: string;
  readonly isOptional: boolean;
  readonly info?: string;
} {
  const open = key.indexOf('(');
  const before = open < 0 ? key : key.slice(0, open);
  const isOptional = before.endsWith('?');
  const name = isOptional ? before.slice(0, -1) : before;
  return { name, isOptional, ...(open >= 0 && { info: key.slice(open + 1).replace(/\)$/, '') }) };
}

function property(
  value: unknown,
  info: string | undefined,
  isOptional: boolean,
  path: readonly string[],
  tell: Tell,
): JsonObject {
  if (info === undefined) return optional(part(value, path, tell), isOptional);
  const { type, description } = described(info);
  if (type === 'array')
    return { type: isOptional ? ['array', 'null'] : 'array', items: part(value, path, tell), ...description };
  if (type === 'object') return { ...optional(part(value, path, tell), isOptional), ...description };
  if (type === 'enum' && Array.isArray(value)) {
    const values = value.map(jsonOf);
    return { enum: isOptional && !values.includes(null) ? [...values, null] : values, ...description };
  }
  tell(path, 'In parentheses stands `array`, `object`, or `enum` with a list of values.');
  return { ...description };
}

function optional(schema: JsonObject, isOptional: boolean): JsonObject {
  return isOptional && typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema;
}

function named(type: string, description: JsonObject, path: readonly string[], tell: Tell): JsonObject {
  tell(path, `\`${type.slice(0, 40)}\` is none of ${scalars.join(', ')}.`);
  return { title: type, ...description };
}

function described(text: string): { readonly type: string; readonly description: JsonObject } {
  const comma = text.indexOf(',');
  if (comma < 0) return { type: text.trim(), description: {} };
  return { type: text.slice(0, comma).trim(), description: { description: text.slice(comma + 1).trim() } };
}
