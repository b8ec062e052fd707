import type { Diagnostic } from '../diagnostic.js';
import { isObject, type JsonValue } from '../json.js';
import type { OutputFormat, Part, PromptDocument, PromptTest, Role } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import { suggestion } from '../suggestion.js';
import { scanGithubModels, spacedVariables } from '../variables/githubModels.js';
import { readYaml, type YamlPath, type YamlSource } from '../yamlSource.js';
import { checkSamples } from './checkSamples.js';
import { collectVariables } from './collectVariables.js';
import { findSecrets } from './findSecrets.js';
import { entryOf, jsonObjectOf, jsonOf } from './jsonOf.js';
import { jsonProblem } from './jsonProblem.js';
import type { PromptFormat } from './promptFormat.js';
import { readParameters } from './readParameters.js';
import { readText } from './readText.js';
import type { Report } from './report.js';
import { unreadDocument } from './unreadDocument.js';

type Mapping = Readonly<Record<string, unknown>>;

const told = [
  ...['name', 'description', 'model', 'modelParameters', 'responseFormat', 'jsonSchema'],
  ...['messages', 'testData', 'evaluators'],
];
const roles: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);
/** What other tools call the same roles. */
const roleSynonyms: ReadonlyMap<string, string> = new Map([
  ['developer', 'system'],
  ['human', 'user'],
  ['ai', 'assistant'],
  ['bot', 'assistant'],
  ['model', 'assistant'],
]);
const responseFormats = ['text', 'json_object', 'json_schema'];

/** GitHub Models' `.prompt.yml`. */
export const promptYml: PromptFormat = {
  id: 'prompt-yml',
  suffixes: ['.prompt.yaml', '.prompt.yml'],
  parse,
};

function parse(source: string): PromptDocument {
  const yaml = readYaml(source);
  const root = yaml.value;
  const diagnostics: Diagnostic[] = [...yaml.diagnostics, ...findSecrets(source)];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  if (!isObject(root)) {
    if (root !== undefined) report(noMessages(yaml, []));
    return unreadDocument('prompt-yml', source, diagnostics);
  }
  const name = readText(yaml, ['name'], root['name'], report);
  const description = readText(yaml, ['description'], root['description'], report);
  const model = readText(yaml, ['model'], root['model'], report);
  const output = readOutput(yaml, root, report);
  const parts = readMessages(yaml, root, report);
  const texts = parts.map(({ range }) => ({ text: source.slice(range.start, range.end), start: range.start }));
  for (const { text, start } of texts) spacedVariables(text, start).forEach(report);
  const variables = collectVariables(
    undefined,
    texts.flatMap(({ text, start }) => scanGithubModels(text, start).uses),
    report,
  );
  const tests = readTests(yaml, root['testData'], report);
  checkSamples(source, variables, tests, report);
  reportUnknownKeys(yaml, root, report);
  return {
    format: 'prompt-yml',
    ...(name && { name: name.value }),
    ...(description && { description: description.value }),
    ...(model && { model }),
    parameters: readParameters(yaml, ['modelParameters'], root['modelParameters'], report),
    ...(output && { output }),
    tools: [],
    template: 'github-models',
    parts,
    variables,
    tests,
    graders: list(yaml, 'evaluators', root['evaluators'], report).map((grader, index) => ({
      value: jsonOf(grader),
      range: yaml.valueRange(['evaluators', index]),
    })),
    references: [],
    metadata: jsonObjectOf(root, told),
    diagnostics,
    source,
  };
}

/** A key that is not known is most likely misspelt where a known one is near and absent; any other is left in peace. */
function reportUnknownKeys(yaml: YamlSource, root: Mapping, report: Report): void {
  const missing = told.filter((key) => !Object.hasOwn(root, key));
  for (const key of Object.keys(root).slice(0, maxKeys)) {
    const meant = told.includes(key) ? undefined : suggestion(key, missing);
    if (meant === undefined) continue;
    const message = `\`${shorten(key)}\` is no key of a prompt, so it does nothing. Did you mean \`${meant}\`?`;
    report({ severity: 'warning', code: 'unknown-key', message, range: yaml.keyRange([key]), replacement: meant });
  }
}

/** How many keys are compared with the known ones. */
const maxKeys = 100;

function readMessages(yaml: YamlSource, root: Mapping, report: Report): Part[] {
  const value = root['messages'];
  const messages = list(yaml, 'messages', value, report);
  if (messages.length === 0 && (value === undefined || value === null || Array.isArray(value))) {
    const [firstKey = ''] = Object.keys(root);
    report(noMessages(yaml, [value === undefined ? firstKey : 'messages']));
  }
  return messages.flatMap((message: unknown, index): Part[] => {
    const path = ['messages', index];
    const content = readText(yaml, [...path, 'content'], entryOf(message, 'content'), report);
    const role = readRole(yaml, index, entryOf(message, 'role'), report);
    if (content) return [{ role, text: content.value, range: content.range }];
    if (typeof entryOf(message, 'content') !== 'object') {
      const text = 'A message needs its text. Add `content:` beside `role:`.';
      report({ severity: 'error', code: 'no-content', message: text, range: yaml.valueRange(path) });
    }
    return [];
  });
}

function noMessages(yaml: YamlSource, path: YamlPath): Diagnostic {
  const message = 'This prompt has no messages. Add `messages:` with a list of `role` and `content`.';
  return { severity: 'error', code: 'no-messages', message, range: yaml.keyRange(path) };
}

function readRole(yaml: YamlSource, index: number, value: unknown, report: Report): Role {
  const role = typeof value === 'string' ? roles.get(value) : undefined;
  if (role) return role;
  const synonym = typeof value === 'string' ? guessedRole(value) : undefined;
  report({
    severity: 'error',
    code: 'unknown-role',
    message: 'The role of a message must be `system`, `user` or `assistant`.',
    range: value === undefined ? yaml.valueRange(['messages', index]) : yaml.textRange(['messages', index, 'role']),
    ...(synonym !== undefined && { replacement: synonym }),
  });
  return roles.get(synonym ?? '') ?? 'user';
}

function guessedRole(role: string): string | undefined {
  const plain = role.trim().toLowerCase();
  return roles.get(plain) ?? roleSynonyms.get(plain);
}

function readOutput(yaml: YamlSource, root: Mapping, report: Report): OutputFormat | undefined {
  const format = readText(yaml, ['responseFormat'], root['responseFormat'], report);
  const schema = readSchema(yaml, root['jsonSchema'], report);
  if (format && !responseFormats.includes(format.value)) {
    const message = 'The response format must be `text`, `json_object` or `json_schema`.';
    report({ severity: 'error', code: 'unknown-response-format', message, range: format.range });
  }
  if (format?.value === 'json_schema' && root['jsonSchema'] === undefined) {
    const message = '`json_schema` needs the schema. Add `jsonSchema:` with a text that holds JSON.';
    report({ severity: 'error', code: 'no-json-schema', message, range: format.range });
  }
  if (!format && schema === undefined) return undefined;
  return {
    format: format?.value ?? 'text',
    range: format?.range ?? yaml.textRange(['jsonSchema']),
    ...(schema !== undefined && { schema }),
  };
}

function readSchema(yaml: YamlSource, value: unknown, report: Report): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  const path = ['jsonSchema'];
  if (typeof value !== 'string') {
    const json = jsonOf(value);
    const indented = JSON.stringify(json, null, 2).replaceAll(/^/gm, '  ');
    report({
      severity: 'error',
      code: 'json-schema-mapping',
      message: '`jsonSchema` must be a text that holds JSON, not YAML. Write the JSON after `|-`.',
      range: yaml.valueRange(path),
      replacement: `|-\n${indented}`,
    });
    return json;
  }
  const problem = jsonProblem(value);
  if (problem === undefined) return jsonOf(JSON.parse(value));
  report({
    severity: 'error',
    code: 'json-schema-syntax',
    message: 'This is not JSON from here on, so the schema cannot be read.',
    range: yaml.placeInText(path, problem, Math.min(problem + 1, value.length)),
  });
  return undefined;
}

function readTests(yaml: YamlSource, value: unknown, report: Report): PromptTest[] {
  return list(yaml, 'testData', value, report).map((row, index) => {
    const range = yaml.valueRange(['testData', index]);
    if (!isObject(row)) return { inputs: jsonOf(row), range };
    const expected = jsonOf(entryOf(row, 'expected'));
    const text = typeof expected === 'string' ? expected : JSON.stringify(expected);
    return { inputs: jsonObjectOf(row, ['expected']), ...(expected !== null && { expected: text }), range };
  });
}

/** A value that must be a list; anything else is reported and counts as empty. */
function list(yaml: YamlSource, key: string, value: unknown, report: Report): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined && value !== null) {
    const message = `\`${key}\` must be a list. Begin each entry with \`- \`.`;
    report({ severity: 'error', code: 'not-a-list', message, range: yaml.valueRange([key]) });
  }
  return [];
}
