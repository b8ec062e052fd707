import { Ajv, type ErrorObject } from 'ajv';
import type { Diagnostic } from './diagnostic.js';
import { Findings, valueAt, type Place } from './findings.js';
import { isObject } from './json.js';
import { listOf, schemaAt, textsOf, type JsonSchema } from './jsonSchema.js';
import { flowYaml, pathWords, valueWords, wantedWords } from './schemaWords.js';
import { shorten } from './shorten.js';
import { suggestion } from './suggestion.js';
import type { YamlPath, YamlSource } from './yamlSource.js';

// One instance, because it keeps the compiled form of each schema.
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });

/** More mistakes than this are not told: finding words for each takes time. */
const maxMistakes = 500;

/**
 * Checks a YAML file against a JSON Schema.
 * @param schema draft-07, with a description on every key; the same object each time, since its compiled form is kept
 * @param yaml must have been readable, that is, have no errors of its own
 * @returns one error per mistake, at the key or value that is wrong
 */
export function checkAgainstSchema(schema: JsonSchema, yaml: YamlSource): readonly Diagnostic[] {
  const validate = ajv.compile(schema);
  if (validate(yaml.value)) return [];
  const findings = new Findings(yaml);
  const mistakes = (validate.errors ?? []).slice(0, maxMistakes).map((error) => mistakeOf(error, yaml.value));
  const mistyped = new Set(mistakes.flatMap((mistake) => meantPointer(mistake) ?? []));
  for (const mistake of mistakes) {
    const said = sayMistake(mistake, schema, mistyped);
    if (said) findings.error(said.code, said.place, said.message, said.replacement);
  }
  return findings.diagnostics;
}

/** An error of ajv, with its loose types made firm. */
interface Mistake {
  readonly keyword: string;
  readonly pointer: string;
  readonly path: YamlPath;
  readonly value: unknown;
  /** The part of the schema that is broken. */
  readonly schema: JsonSchema;
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether it is about a key as such, which `propertyNames` reports as well. */
  readonly inName: boolean;
}

interface Said {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly replacement?: string | undefined;
}

function mistakeOf(error: ErrorObject, root: unknown): Mistake {
  const schema: unknown = error.parentSchema;
  return {
    keyword: error.keyword,
    pointer: error.instancePath,
    path: pathOf(error.instancePath, root),
    value: error.data,
    schema: isObject(schema) ? schema : {},
    params: error.params,
    inName: error.propertyName !== undefined && error.keyword !== 'propertyNames',
  };
}

/** @param mistyped pointers of keys that are missing only because they are mistyped */
function sayMistake(mistake: Mistake, root: JsonSchema, mistyped: ReadonlySet<string>): Said | undefined {
  const { path, value, schema, params } = mistake;
  const label = pathWords(path);
  if (mistake.inName) return undefined;
  switch (mistake.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const meant = meantKey(mistake);
      const hint = meant === undefined ? `Known here: ${keysOf(schema).join(', ')}.` : `Did you mean \`${meant}\`?`;
      const message = `\`${shorten(key)}\` is no key here. ${hint}`;
      return { code: 'unknown-key', place: { key: [...path, key] }, message, replacement: meant };
    }
    case 'required': {
      const key = String(params['missingProperty']);
      if (mistyped.has(`${mistake.pointer}/${key}`)) return undefined;
      const about = schemaAt(root, [...path, key])?.['description'];
      const what = path.length === 0 ? `\`${key}\` is missing.` : `${label} lacks \`${key}\`.`;
      const message = typeof about === 'string' ? `${what} ${about}` : what;
      return { code: 'missing-key', place: { inside: path }, message };
    }
    case 'propertyNames': {
      const key = String(params['propertyName']);
      const names = schema['propertyNames'];
      const rule = isObject(names) && typeof names['description'] === 'string' ? ` ${names['description']}.` : '';
      return {
        code: 'bad-name',
        place: { key: [...path, key] },
        message: `\`${shorten(key)}\` is no name here.${rule}`,
      };
    }
    case 'enum': {
      const known = listOf(schema['enum']).map(flowYaml);
      if (isEmpty(value)) return noValue(path, known.join(' or '));
      const meant = typeof value === 'string' ? suggestion(value, known) : undefined;
      const allowed = known.length === 1 ? `must be ${known.join()}` : `must be one of ${known.join(', ')}`;
      const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
      const message = `${label} ${allowed}, not ${valueWords(value)}.${hint}`;
      return { code: 'unknown-value', place: { value: path }, message, replacement: meant };
    }
    case 'type': {
      if (isEmpty(value)) return noValue(path, wantedWords(schema));
      const message = `${label} must be ${wantedWords(schema)}, not ${valueWords(value)}.`;
      return { code: 'wrong-type', place: { value: path }, message };
    }
    case 'uniqueItems': {
      const message = `${label} names the same thing twice. Keep one.`;
      return {
        code: 'duplicate',
        place: { value: [...path, Math.max(Number(params['i']), Number(params['j']))] },
        message,
      };
    }
    default: {
      const limit = Number(params['limit']);
      if (mistake.keyword.startsWith('min') && limit === 1) return noValue(path, wantedWords(schema));
      const message = `${label} ${ruleWords(mistake.keyword, limit, schema)}.`;
      return { code: 'wrong-value', place: { value: path }, message };
    }
  }
}

function noValue(path: YamlPath, wanted: string): Said {
  const what = path.length === 0 ? 'This file is empty' : `${pathWords(path)} has no value`;
  const place = typeof path.at(-1) === 'string' ? { key: path } : { value: path };
  return { code: 'no-value', place, message: `${what}. It takes ${wanted}.` };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}

function ruleWords(keyword: string, limit: number, schema: JsonSchema): string {
  switch (keyword) {
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be more than ${limit}`;
    case 'minItems':
      return `must be a list of at least ${limit}`;
    case 'maxItems':
      return `must be a list of at most ${limit}`;
    case 'maxProperties':
      return `must have no more than ${limit} key`;
    default: {
      const examples = textsOf(schema['examples']);
      return `is not written as it should be${examples.length === 0 ? '' : `, for example ${examples.join(', ')}`}`;
    }
  }
}

/** The key that a mistyped one stands for, unless that is there as well. */
function meantKey({ keyword, params, value, schema }: Mistake): string | undefined {
  if (keyword !== 'additionalProperties') return undefined;
  const free = keysOf(schema).filter((key) => !isObject(value) || !Object.hasOwn(value, key));
  return suggestion(String(params['additionalProperty']), free);
}

function meantPointer(mistake: Mistake): string | undefined {
  const meant = meantKey(mistake);
  return meant === undefined ? undefined : `${mistake.pointer}/${meant}`;
}

function keysOf(schema: JsonSchema): readonly string[] {
  return isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
}

/** `/stages/0/name` → `['stages', 0, 'name']`. */
function pathOf(pointer: string, root: unknown): YamlPath {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(root, path)) ? Number(name) : name);
  }
  return path;
}
