import { isObject, type JsonObject, type JsonValue } from '../../../prompts/json.js';
import { jsonObjectOf, jsonOf } from '../../../prompts/formats/jsonOf.js';
import { textsOf } from '../../../prompts/jsonSchema.js';
import type { YamlPath } from '../../../prompts/yamlSource.js';
import type { Assertion } from '../../graders/assertion.js';
import type { Case, CasePlace } from '../case.js';
import { numberOf, readCase } from '../readCase.js';
import { readAssertion } from '../readAssertion.js';
import { followed } from './references.js';
import { namedFiles, readNamed, readSource, type PromptfooContext } from './sourceFile.js';
import type { Test } from './tests.js';
import { combinations, readVars, resolvedVars } from './variables.js';

/** A case of a promptfoo project. */
export interface TestCase {
  readonly read: Case;
  /** The prompts that it is for, by label, id or path; absent: all of them. */
  readonly prompts?: readonly string[];
}

/** What `defaultTest` says, read. */
export interface TestDefaults {
  readonly vars: JsonObject;
  readonly asserts: readonly Assertion[];
  readonly threshold?: number;
  readonly options: JsonObject;
  readonly metadata: JsonObject;
  readonly prompts?: readonly string[];
}

export const noDefaults: TestDefaults = { vars: {}, asserts: [], options: {}, metadata: {} };

/** Reads `defaultTest`, which is written like any test. */
export async function readTestDefaults(test: Test, context: PromptfooContext): Promise<TestDefaults> {
  nameUnsupported(test, context);
  const { value, root } = test;
  const threshold = numberOf(value['threshold']);
  return {
    vars: await readVars(value['vars'], root, placeIn(test, ['vars']), context),
    asserts: await readAsserts(test, context),
    ...(threshold !== undefined && { threshold }),
    options: objectOf(value['options']),
    metadata: objectOf(value['metadata']),
    ...(Array.isArray(value['prompts']) && { prompts: textsOf(value['prompts']) }),
  };
}

/** The cases that a test stands for, with what `defaultTest` adds. */
export async function* casesOfTest(
  test: Test,
  defaults: TestDefaults,
  context: PromptfooContext,
): AsyncGenerator<TestCase, void, undefined> {
  nameUnsupported(test, context);
  const { value, root } = test;
  const options = { ...defaults.options, ...objectOf(value['options']) };
  if (options['transformVars'] !== undefined) return; // its inputs are made by code
  const own = await readVars(value['vars'], root, placeIn(test, ['vars']), context);
  const usual = options['disableDefaultAsserts'] === true ? [] : defaults.asserts;
  const asserts = [...usual, ...(await readAsserts(test, context))].map((assert) => withOptions(assert, options));
  const metadata = { ...defaults.metadata, ...objectOf(value['metadata']) };
  const prompts = Array.isArray(value['prompts']) ? textsOf(value['prompts']) : defaults.prompts;
  const told = {
    ...value,
    tags: [...textsOf(value['tags']), ...tagsOf(metadata)],
    critical: [value['critical'], metadata['critical']].some((said) => said === true || said === 'true'),
    assert: [],
  };
  const isExpanded = options['disableVarExpansion'] !== true;
  for await (const vars of combinations({ ...defaults.vars, ...own }, isExpanded, placeIn(test, []), context)) {
    const read = readCase(
      { ...test, value: { ...told, vars: resolvedVars(vars) } },
      {
        vars: {},
        asserts,
        tags: [],
        ...(defaults.threshold !== undefined && { threshold: defaults.threshold }),
      },
    );
    yield { read, ...(prompts && { prompts }) };
  }
}

const model = 'The model is the one that the prompt names, or the provider of prompt-rollout.yaml.';
const unused: Readonly<Record<string, string>> = {
  provider: model,
  providers: model,
  providerOutput: 'Outputs come from recordings or from a model, never out of a test.',
  assertScoringFunction: 'It is code, which is never run; the score of a case is the weighted mean of its checks.',
};
const unusedOptions: Readonly<Record<string, string>> = {
  prefix: 'Prompts are sent as they are, with nothing before them.',
  suffix: 'Prompts are sent as they are, with nothing behind them.',
  transform: 'It is code, which is never run; checks of outputs that it would change count as unsupported.',
  postprocess: 'It is code, which is never run; checks of outputs that it would change count as unsupported.',
  transformVars: 'It is code, which is never run; cases whose inputs it would make are left out.',
  storeOutputAs: 'Each case stands alone; no output goes into another one.',
};

function nameUnsupported(test: Test, { report }: PromptfooContext): void {
  const options = objectOf(test.value['options']);
  for (const [key, why] of Object.entries(unused))
    if (test.value[key] !== undefined) report.refuse(key, why, placeIn(test, [key]));
  for (const [key, why] of Object.entries(unusedOptions))
    if (options[key] !== undefined) report.refuse(`options.${key}`, why, placeIn(test, ['options', key]));
}

/** Who judges, and what happens to the output first, can stand once for all checks of a test. */
function withOptions(assert: Assertion, options: JsonObject): Assertion {
  const transform = options['transform'] ?? options['postprocess'];
  const { provider, rubricPrompt } = options;
  const usual = {
    ...(provider !== undefined && { provider }),
    ...(rubricPrompt !== undefined && { rubricPrompt }),
    ...(transform !== undefined && { transform }),
  };
  return {
    ...assert,
    options: { ...usual, ...assert.options },
    ...(assert.asserts && { asserts: assert.asserts.map((inner) => withOptions(inner, options)) }),
  };
}

/** `tags` as they are; anything else that is one value as promptfoo's `--filter-metadata` writes it: `category=math`. */
function tagsOf({ tags, critical: _, ...others }: JsonObject): readonly string[] {
  const own = typeof tags === 'string' ? [tags] : textsOf(tags);
  const rest = Object.entries(others).flatMap(([key, value]) =>
    [value].flat().flatMap((item) => (typeof item === 'object' ? [] : [`${key}=${String(item)}`])),
  );
  return [...own, ...rest];
}

async function readAsserts(test: Test, context: PromptfooContext): Promise<readonly Assertion[]> {
  const asserts: Assertion[] = [];
  const written = await inFiles(test.value['assert'], test, ['assert'], context);
  for (const [index, item] of written.entries()) {
    const path = ['assert', index];
    const value = followed(item, test.root);
    const read = isObject(value) ? await loaded(value, test, path, context) : value;
    const assert = readAssertion(read, path, test.rangeOf);
    asserts.push(assert ?? { type: 'unreadable check', weight: 1, options: {}, range: test.rangeOf(path) });
    if (!assert) {
      const message = 'This check cannot be read: it has no `type`, or refers to nothing in this file.';
      context.report.error('no-check', message, placeIn(test, path));
    }
  }
  return asserts;
}

/** A list of checks; what it names as a file is read from there, and stays as a check that no grader has where it cannot. */
async function inFiles(
  value: unknown,
  test: Test,
  path: YamlPath,
  context: PromptfooContext,
): Promise<readonly unknown[]> {
  const items: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (!items.some(namesFile)) return items;
  const lists = await Promise.all(
    items.map(async (item, index) => {
      if (!namesFile(item)) return [item];
      const where = placeIn(test, [...path, index]);
      const files = await namedFiles(item, where, context);
      const read = await Promise.all(files.map((name) => readSource(name, where, context)));
      if (files.length === 0) return [{ type: `checks in ${item}` }];
      return read.map((file) => file?.root ?? { type: `checks in ${item}` }).flat();
    }),
  );
  return lists.flat();
}

function namesFile(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('file://');
}

/** Checks that take a file by its name. */
const takesCode = /^(?:not-)?(?:javascript|python|ruby)$/;

/**
 * A check with all that it refers to. One whose `value: file://…` cannot be had gets a type that no grader has, so that
 * it counts as unsupported.
 */
async function loaded(
  assert: Readonly<Record<string, unknown>>,
  test: Test,
  path: YamlPath,
  context: PromptfooContext,
  isInSet = false,
): Promise<Readonly<Record<string, unknown>>> {
  const { value, type } = assert;
  if (Array.isArray(assert['assert']) && !isInSet) {
    const inner = assert['assert'].map((one: unknown, index) => {
      const found = followed(one, test.root);
      return isObject(found) ? loaded(found, test, [...path, 'assert', index], context, true) : found;
    });
    return { ...assert, assert: await Promise.all(inner) };
  }
  if (!namesFile(value) || takesCode.test(String(type))) return assert;
  const where = placeIn(test, [...path, 'value']);
  const [file] = await namedFiles(value, where, context);
  const read: JsonValue | undefined =
    file === undefined
      ? undefined
      : /\.(?:json|ya?ml)$/i.test(file)
        ? jsonOf((await readSource(file, where, context))?.root)
        : await readNamed(file, where, context);
  return read === undefined || read === null
    ? { ...assert, type: `${String(type)} with ${value}` }
    : { ...assert, value: read };
}

function placeIn({ path, rangeOf }: Test, at: YamlPath): CasePlace {
  return { path, range: rangeOf(at) };
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? jsonObjectOf(value) : {};
}
