import { Ajv, MissingRefError, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { messageOf } from '../../prompts/humanError.js';
import { isObject, type JsonValue } from '../../prompts/json.js';
import { bounded } from '../../prompts/rendering/engines/bounded.js';
import { jsonFormats } from './jsonFormats.js';

/** A schema that can be asked, or why it cannot. */
export type Schema =
  /** What is wrong with a value; undefined where it conforms. */
  | { readonly check: (value: unknown) => string | undefined }
  | { readonly unsupported: string }
  | { readonly mistake: string };

const byValue = new WeakMap<object, Schema>();
const byText = bounded<Schema>();
let checkOfSchemas: ValidateFunction | undefined;

/**
 * The schema that an assertion's value is: an object, or a text that is one as YAML or JSON. Compiled once, which may take long.
 *
 * Compiling makes code of the schema. ajv quotes everything that it takes from there, and knows no keyword that runs what it
 * is given, so that a hostile schema can only be slow: run it where it can be stopped. References reach nothing outside.
 * @returns undefined where the value is empty: any JSON will do
 */
export function schemaOf(value: JsonValue | undefined): Schema | undefined {
  if (!value) return undefined;
  if (typeof value !== 'object' && typeof value !== 'string')
    return { mistake: 'Its value must be a JSON Schema: an object, or YAML that is one.' };
  const known = typeof value === 'object' ? byValue.get(value) : byText.get(value);
  if (known) return known;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const schema = byText.get(text) ?? compile(typeof value === 'string' ? parsedYaml(value) : value);
  byText.set(text, schema);
  if (typeof value === 'object') byValue.set(value, schema);
  return schema;
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return undefined;
  }
}

function compile(schema: unknown): Schema {
  if (!isObject(schema)) return { mistake: 'Its value is no JSON Schema: that is an object.' };
  const dialect = schema['$schema'] ?? draft;
  if (typeof dialect !== 'string' || dialect.replace(/#$/, '') !== draft)
    return { unsupported: `Its schema is of another kind than draft-07: \`$schema\` is ${JSON.stringify(dialect)}.` };
  if (schema['$async'] !== undefined) return { mistake: 'Its schema cannot be asynchronous.' };
  try {
    // An instance each: schemas with the same `$id` do not meet, and one that was stopped midway leaves nothing behind.
    checkOfSchemas ??= new Ajv().getSchema(draft);
    if (checkOfSchemas?.(schema) === false)
      return { mistake: `Its schema is wrong: ${errorsOf(checkOfSchemas, 'schema')}.` };
    const ajv = new Ajv({ validateSchema: false, strictSchema: true, logger: false, formats: jsonFormats });
    const validate = ajv.compile(schema);
    return { check: (data) => (validate(data) ? undefined : errorsOf(validate, 'it')) };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    if (error instanceof MissingRefError)
      return { unsupported: `Its schema refers to ${error.missingRef}, which is not in it; nothing is fetched.` };
    const message = messageOf(error);
    return message.startsWith('unknown format')
      ? { unsupported: `Its schema has an ${message.replace(' ignored in schema', '')}.` }
      : { mistake: `Its schema is wrong: ${message}.` };
  }
}

const draft = 'http://json-schema.org/draft-07/schema';

function errorsOf(validate: ValidateFunction, subject: string): string {
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || subject} ${error?.message ?? 'is wrong'}`;
}
