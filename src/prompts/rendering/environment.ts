import { secretsIn } from '../formats/findSecrets.js';
import { isObject, type JsonValue } from '../json.js';
import type { PromptDocument } from '../promptDocument.js';

/** The value of an environment variable; undefined where it is not set. */
export type Environment = (name: string) => string | undefined;

/**
 * `${env:NAME}` or `${env:NAME:default}`, which Prompty takes only where it is the whole of a value, but for white space.
 * A value that begins like one reference and ends like another is neither.
 */
const reference = /^\$\{env:([^:{}$\s]+)(?::((?:(?!\$\{)[^])*))?\}$/i;

/** A value with its references to environment variables filled in; what is not set and has no default stays as written. */
export function fillReferences(value: JsonValue, environment: Environment): JsonValue {
  if (typeof value === 'string') return fillText(value, environment);
  if (Array.isArray(value)) return value.map((item: JsonValue) => fillReferences(item, environment));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillReferences(item, environment)]));
}

function fillText(text: string, environment: Environment): string {
  const [, name, usual] = reference.exec(text.trim()) ?? [];
  return name === undefined ? text : (environment(name) ?? usual ?? text);
}

/**
 * The document that a request is made of: with environment variables filled in where its frontmatter names them.
 * How the model is reached (`connection`, with its keys) is no part of a request, so nothing is read for it.
 */
export function withEnvironment(document: PromptDocument, environment: Environment): PromptDocument {
  if (document.format !== 'prompty') return document;
  const { model, parameters, output, tools, variables } = document;
  const fill = (value: JsonValue): JsonValue => fillReferences(value, environment);
  return {
    ...document,
    ...(model && { model: { ...model, value: fillText(model.value, environment) } }),
    parameters: parameters.map((parameter) => ({ ...parameter, value: fill(parameter.value) })),
    ...(output && { output: { ...output, ...(output.schema !== undefined && { schema: fill(output.schema) }) } }),
    tools: tools.map((tool) => ({ ...tool, definition: fill(tool.definition) })),
    variables: variables.map((variable) => ({
      ...variable,
      ...(variable.default !== undefined && { default: fill(variable.default) }),
    })),
  };
}

/** The environment variables that a prompt's request depends on: no others may be read for it. */
export function environmentNames(document: PromptDocument): readonly string[] {
  const names = new Set<string>();
  withEnvironment(document, (name) => {
    names.add(name);
    return undefined;
  });
  return [...names];
}

/** The environment variables that a prompt's request cannot be made without: named somewhere without a default. */
export function neededNames(document: PromptDocument): readonly string[] {
  return environmentNames(withEnvironment(document, () => undefined));
}

/** Stands for a value that is not shown. */
const mask = '•••';

/** Names of variables that hold secrets; rather one too many than one too few. */
const secretName = /key|token|secret|pass|pwd|credential|auth(?!or)/i;

const password = /\/\/[^/\s:@]{0,200}:[^/\s@]{1,200}@/;

/**
 * The environment variables that a prompt's request depends on, as far as they are set. What looks like a secret, by its
 * name or its value, is masked: a rendering is shown on screens and copied.
 */
export function shownVariables(document: PromptDocument, environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    environmentNames(document).flatMap((name) => {
      const value = environment(name);
      return value === undefined ? [] : [[name, isSecret(name, value) ? mask : value]];
    }),
  );
}

function isSecret(name: string, value: string): boolean {
  return secretName.test(name) || password.test(value) || secretsIn(value).length > 0;
}

/** Reads the variables of a process, and nothing that their object inherits. */
export function environmentOf(variables: Readonly<Record<string, string | undefined>>): Environment {
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
}
