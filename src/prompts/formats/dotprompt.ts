import type { Diagnostic } from '../diagnostic.js';
import { splitFrontmatter } from '../frontmatter.js';
import { isObject, type JsonValue } from '../json.js';
import type { OutputFormat, PromptDocument, Tool } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import { scanTemplate } from '../variables/scanTemplate.js';
import { readYaml, type YamlPath, type YamlSource } from '../yamlSource.js';
import { collectVariables } from './collectVariables.js';
import { splitDotpromptRoles } from './dotpromptRoles.js';
import { findSecrets } from './findSecrets.js';
import { entryOf, jsonObjectOf, jsonOf } from './jsonOf.js';
import { picoschema, picoschemaKey } from './picoschema.js';
import type { PromptFormat } from './promptFormat.js';
import type { DeclaredInput } from './readInputs.js';
import { readParameters } from './readParameters.js';
import { readText } from './readText.js';
import type { Report } from './report.js';

const told = ['name', 'description', 'model', 'config', 'input', 'output', 'tools'];
/** Helpers that stand alone, like a variable. */
const helpers = ['history'];

/** Google's Dotprompt (`.prompt`). */
export const dotprompt: PromptFormat = { id: 'dotprompt', suffixes: ['.prompt'], parse };

function parse(source: string): PromptDocument {
  const diagnostics: Diagnostic[] = findSecrets(source);
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const { header, body } = split(source, report);
  const yaml = readYaml(header ? source.slice(header.start, header.end) : '', header?.start ?? 0);
  yaml.diagnostics.forEach(report);
  const root = readRoot(yaml, report);
  const name = readText(yaml, ['name'], root['name'], report);
  const description = readText(yaml, ['description'], root['description'], report);
  const model = readText(yaml, ['model'], root['model'], report);
  const output = readOutput(yaml, root['output'], report);
  const text = source.slice(body.start, body.end);
  const scan = scanTemplate('handlebars', text, body.start);
  const uses = scan.uses.filter((use) => !helpers.includes(use.name));
  return {
    format: 'dotprompt',
    ...(name && { name: name.value }),
    ...(description && { description: description.value }),
    ...(model && { model }),
    parameters: readParameters(yaml, ['config'], root['config'], report),
    ...(output && { output }),
    tools: readTools(yaml, root['tools'], report),
    template: 'handlebars',
    parts: splitDotpromptRoles(source, body, scan.blocks, report),
    body,
    variables: collectVariables(readInputs(source, yaml, root['input'], report), uses, report),
    tests: [],
    graders: [],
    references: scan.references.map((reference) => ({ ...reference, path: partialPath(reference.value) })),
    metadata: jsonObjectOf(root, told),
    diagnostics,
    source,
  };
}

/** Dotprompt takes frontmatter at the very beginning only; elsewhere it loses all of it without a word. */
function split(source: string, report: Report): { readonly header?: TextRange; readonly body: TextRange } {
  const { header, body, unclosed } = splitFrontmatter(source);
  if (unclosed) {
    const message = 'Nothing closes this frontmatter, so all of the file is read as text. Close it with the same line.';
    report({ severity: 'error', code: 'frontmatter-unclosed', message, range: unclosed });
  }
  const start = source.startsWith('\uFEFF') ? 1 : 0;
  const before = /^(?:[ \t]*(?:#.*|\/\/.*|<!--.*-->|\{\{!.*\}\})?\r?\n)+(?=---[ \t]*\r?\n)/.exec(
    source.slice(start, start + 20_000),
  );
  if (before && source.indexOf('\n---', start + before[0].length + 3) >= 0) {
    report({
      severity: 'error',
      code: 'header-before-frontmatter',
      message:
        'Dotprompt reads frontmatter only where the file begins with it: all of it would be lost. Remove what stands before it, or move it into the frontmatter.',
      range: { start, end: start + before[0].trimEnd().length || start + 1 },
      ...(before[0].trim() === '' && { replacement: '' }),
    });
    return { body: { start, end: source.length } };
  }
  return header ? { header, body: trimmed(source, body) } : { body };
}

function trimmed(source: string, { start, end }: TextRange): TextRange {
  const text = source.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  return { start: from, end: Math.max(from, start + text.trimEnd().length) };
}

function readRoot(yaml: YamlSource, report: Report): Readonly<Record<string, unknown>> {
  if (isObject(yaml.value)) return yaml.value;
  if (yaml.value !== undefined && yaml.value !== null) {
    const message = 'Frontmatter must be a mapping, such as `model: googleai/gemini-2.0-flash`.';
    report({ severity: 'error', code: 'frontmatter-shape', message, range: yaml.valueRange([]) });
  }
  return {};
}

function readInputs(source: string, yaml: YamlSource, input: unknown, report: Report): DeclaredInput[] | undefined {
  const [pico, defaults] = [entryOf(input, 'schema'), entryOf(input, 'default')];
  const path: YamlPath = ['input', 'schema'];
  if (pico === undefined && !isObject(defaults)) return undefined;
  const schema = pico === undefined ? {} : readSchema(yaml, path, pico, report);
  const properties = entryOf(schema, 'properties');
  const required = entryOf(schema, 'required');
  const isWritten = isObject(pico) && !Object.hasOwn(pico, 'properties');
  const inputs = Object.entries(isObject(properties) ? properties : {}).map(([name, property]): DeclaredInput => {
    const key = isWritten ? Object.keys(pico).find((written) => picoschemaKey(written).name === name) : undefined;
    const whole = key === undefined ? yaml.keyRange([...path, 'properties', name]) : yaml.keyRange([...path, key]);
    const type = typeWords(entryOf(property, 'type'));
    const value = entryOf(defaults, name);
    return {
      name,
      required: Array.isArray(required) && required.includes(name) && value === undefined,
      range: nameIn(source, whole, name),
      ...(type !== undefined && { type }),
      ...(value !== undefined && { default: jsonOf(value) }),
    };
  });
  const names = new Set(inputs.map(({ name }) => name));
  const onlyDefault = Object.entries(isObject(defaults) ? defaults : {}).flatMap(([name, value]): DeclaredInput[] =>
    names.has(name)
      ? []
      : [{ name, required: false, default: jsonOf(value), range: yaml.keyRange(['input', 'default', name]) }],
  );
  return [...inputs, ...onlyDefault];
}

/** The name alone, of a key such as `"tone?(enum, how it sounds)"`. */
function nameIn(source: string, key: TextRange, name: string): TextRange {
  const at = source.slice(key.start, key.end).indexOf(name);
  return at < 0 ? key : { start: key.start + at, end: key.start + at + name.length };
}

function typeWords(type: unknown): string | undefined {
  const first: unknown = Array.isArray(type) ? type[0] : type;
  return typeof first === 'string' ? first : undefined;
}

function readSchema(yaml: YamlSource, path: YamlPath, value: unknown, report: Report): JsonValue {
  const { schema, problems } = picoschema(value);
  for (const problem of problems) {
    const range = yaml.textRange([...path, ...problem.path]);
    report({ severity: 'warning', code: 'picoschema', message: problem.message, range });
  }
  return schema;
}

function readOutput(yaml: YamlSource, output: unknown, report: Report): OutputFormat | undefined {
  if (!isObject(output)) return undefined;
  const [format, pico] = [entryOf(output, 'format'), entryOf(output, 'schema')];
  return {
    format: typeof format === 'string' ? format : pico === undefined ? 'text' : 'json',
    ...(pico !== undefined && { schema: readSchema(yaml, ['output', 'schema'], pico, report) }),
    range: yaml.valueRange(['output']),
  };
}

/** Names of tools that the application knows, or their definitions. */
function readTools(yaml: YamlSource, value: unknown, report: Report): Tool[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((tool, index) => {
    const range = yaml.valueRange(Array.isArray(value) ? ['tools', index] : ['tools']);
    const name = typeof tool === 'string' ? tool : entryOf(tool, 'name');
    if (typeof name === 'string') return [{ name, definition: jsonOf(tool), range }];
    report({ severity: 'error', code: 'tool-name', message: 'A tool is a name, or a mapping with a `name`.', range });
    return [];
  });
}

/** `emails/signature` → `emails/_signature.prompt`. */
function partialPath(name: string): string {
  const slash = name.lastIndexOf('/') + 1;
  return `${name.slice(0, slash)}_${name.slice(slash)}.prompt`;
}
