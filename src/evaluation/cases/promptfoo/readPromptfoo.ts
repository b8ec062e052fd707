import { posix } from 'node:path';
import { isObject } from '../../../prompts/json.js';
import { includePath } from '../../../prompts/includes.js';
import { listOf } from '../../../prompts/jsonSchema.js';
import { shorten } from '../../../prompts/shorten.js';
import type { Case } from '../case.js';
import { isRefused, type CaseFiles } from '../caseFiles.js';
import type { CaseReport } from '../caseReport.js';
import { isMeant, readPrompts, type PromptfooPrompt } from './prompts.js';
import { followed } from './references.js';
import { namedFiles, readSource, sourceOf, type PromptfooContext, type SourceFile } from './sourceFile.js';
import { casesOfTest, noDefaults, readTestDefaults, type TestDefaults } from './testCases.js';
import { readTests, type Test } from './tests.js';

/** A promptfoo project, as far as it is prompts and tests. */
export interface PromptfooProject {
  readonly prompts: readonly PromptfooPrompt[];
  /** The cases of some of its prompts, as they come; read anew each time. Their ids need not be unique. */
  cases(prompts: readonly PromptfooPrompt[]): AsyncIterable<Case>;
}

/** Whether a path is that of a promptfoo configuration, by its name. */
export function isPromptfooConfiguration(path: string): boolean {
  return /^promptfooconfig\.(?:ya?ml|json|[cm]?[jt]s)$/.test(posix.basename(path));
}

/**
 * Reads a promptfoo configuration with what it names (as of 0.122). Runs nothing and reads no file outside of `files`;
 * what promptfoo would do beyond that is named in the report.
 * @param path from the root
 * @returns undefined where it cannot be read
 */
export async function readPromptfoo(
  path: string,
  files: CaseFiles,
  report: CaseReport,
): Promise<PromptfooProject | undefined> {
  const start = { path, range: { start: 0, end: 1 } };
  if (!/\.(?:ya?ml|json)$/.test(path)) {
    report.refuse(path, 'It is code, which is never run; write the configuration as YAML or JSON.', start);
    return undefined;
  }
  const text = await files.read(path);
  if (isRefused(text)) {
    report.error('unreadable-file', `\`${path}\` is not read: ${text.refused}.`, start);
    return undefined;
  }
  const file = sourceOf(path, text, report);
  if (!file || !isObject(file.root)) return undefined;
  const root = file.root;
  nameUnsupported(file, root, text, report);

  const folder = folderOf(path, root, report, file);
  const context: PromptfooContext = { folder, files, report };
  const defaults = await readDefaults(file, root, context);
  return {
    prompts: await readPrompts(file, root['prompts'], context),
    cases: (prompts) => casesIn(file, root, defaults, prompts, context),
  };
}

async function* casesIn(
  file: SourceFile,
  root: Readonly<Record<string, unknown>>,
  defaults: TestDefaults,
  prompts: readonly PromptfooPrompt[],
  context: PromptfooContext,
): AsyncGenerator<Case, void, undefined> {
  for await (const test of allTests(file, root, context)) {
    for await (const { read, prompts: allowed } of casesOfTest(test, defaults, context))
      if (prompts.some((prompt) => isMeant(prompt, allowed))) yield read;
  }
}

/** `tests`, then those of `scenarios`; where there are none, the prompts are tried once as they are. */
async function* allTests(
  file: SourceFile,
  root: Readonly<Record<string, unknown>>,
  context: PromptfooContext,
): AsyncGenerator<Test, void, undefined> {
  const { tests, scenarios } = root;
  const isEmpty = (value: unknown): boolean =>
    value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  if (isEmpty(tests) && isEmpty(scenarios)) {
    const range = file.rangeOf(['prompts']);
    yield { value: {}, path: file.path, rangeOf: () => range, root };
  }
  yield* readTests(tests, ['tests'], file, context);
  const written: readonly unknown[] = Array.isArray(scenarios) ? scenarios : [scenarios];
  for (const [index, item] of written.entries()) yield* scenarioTests(item, index, file, context);
}

/** Each of its data sets with each of its tests. */
async function* scenarioTests(
  written: unknown,
  index: number,
  file: SourceFile,
  context: PromptfooContext,
): AsyncGenerator<Test, void, undefined> {
  const range = file.rangeOf(['scenarios', index]);
  const where = { path: file.path, range };
  if (typeof written === 'string') {
    for (const name of await namedFiles(written, where, context)) {
      const named = await readSource(name, where, context);
      for (const scenario of named === undefined ? [] : [named.root].flat()) {
        if (named && isObject(scenario))
          yield* merged(scenario, { ...named, rangeOf: () => named.rangeOf([]) }, context);
      }
    }
    return;
  }
  const scenario = followed(written, file.root);
  if (isObject(scenario)) yield* merged(scenario, { ...file, rangeOf: () => range }, context);
}

async function* merged(
  scenario: Readonly<Record<string, unknown>>,
  file: SourceFile,
  context: PromptfooContext,
): AsyncGenerator<Test, void, undefined> {
  for (const item of listOf(scenario['config'])) {
    const data = followed(item, file.root);
    if (!isObject(data)) continue;
    for await (const test of readTests(scenario['tests'] ?? [{}], ['tests'], file, context)) {
      yield { ...test, value: both(data, test.value) };
    }
  }
}

type Mapping = Readonly<Record<string, unknown>>;

/** A test of a scenario with one of its data sets; the test wins, and their checks add up. */
function both(data: Mapping, test: Mapping): Mapping {
  const joined = (key: string): Mapping => ({
    ...(isObject(data[key]) && data[key]),
    ...(isObject(test[key]) && test[key]),
  });
  return {
    ...data,
    ...test,
    vars: joined('vars'),
    metadata: joined('metadata'),
    assert: [...listOf(data['assert']), ...listOf(test['assert'])],
  };
}

/** `basePath`, from the folder of the configuration. */
function folderOf(path: string, root: Mapping, report: CaseReport, file: SourceFile): string {
  const own = posix.dirname(path);
  const base = root['basePath'];
  if (typeof base !== 'string') return own;
  const folder = posix.join(own, base);
  if (folder === '.' || (!base.startsWith('/') && includePath(folder) !== undefined)) return folder;
  report.refuse('basePath', 'It leads out of the repository; only files in it are read.', {
    path,
    range: file.rangeOf(['basePath']),
  });
  return own;
}

async function readDefaults(file: SourceFile, root: Mapping, context: PromptfooContext): Promise<TestDefaults> {
  const where = { path: file.path, range: file.rangeOf(['defaultTest']) };
  const written = followed(root['defaultTest'], root);
  const metadata = isObject(root['metadata']) ? { metadata: root['metadata'] } : {};
  if (typeof written === 'string') {
    const [name] = await namedFiles(written, where, context);
    const named = name === undefined ? undefined : await readSource(name, where, context);
    if (!named || !isObject(named.root)) return noDefaults;
    return readTestDefaults({ ...named, value: { ...metadata, ...named.root } }, context);
  }
  const value = { ...metadata, ...(isObject(written) && written) };
  const rangeOf: Test['rangeOf'] = (at) => file.rangeOf(['defaultTest', ...at]);
  return readTestDefaults({ value, path: file.path, rangeOf, root }, context);
}

const code = 'It is code, which is never run.';
const unused: Readonly<Record<string, string>> = {
  nunjucksFilters: code,
  extensions: code,
  derivedMetrics: 'Only the scores of the checks themselves are shown.',
  redteam: 'Attacks are not generated; only tests that are written down are read.',
  tracing: 'There are no traces to check.',
};

function nameUnsupported(file: SourceFile, root: Mapping, text: string, report: CaseReport): void {
  const refuse = (what: string, why: string, key: string) =>
    report.refuse(what, why, { path: file.path, range: file.rangeOf([key]) });
  for (const key of ['providers', 'targets'].filter((name) => root[name] !== undefined)) {
    const names = [root[key]].flat().map(providerName);
    const why = 'The model is the one that the prompt names, or the provider of prompt-rollout.yaml.';
    refuse(`${key}: ${shorten(names.join(', '), 200)}`, why, key);
  }
  for (const [key, why] of Object.entries(unused)) if (root[key] !== undefined) refuse(key, why, key);
  const environment = /\{\{-?\s*env\b/.exec(text);
  if (environment) {
    const range = { start: environment.index, end: environment.index + environment[0].length };
    report.refuse('{{ env }}', 'No file takes values from the environment; the text stays as it is.', {
      path: file.path,
      range,
    });
  }
}

function providerName(provider: unknown): string {
  if (!isObject(provider)) return String(provider);
  return typeof provider['id'] === 'string' ? provider['id'] : (Object.keys(provider)[0] ?? '?');
}
