import type { Diagnostic } from '../diagnostic.js';
import { splitFrontmatter } from '../frontmatter.js';
import { isObject, type JsonValue } from '../json.js';
import type {
  OutputFormat,
  Parameter,
  PromptDocument,
  PromptTest,
  Reference,
  TemplateEngine,
  Tool,
} from '../promptDocument.js';
import type { Ranged, TextRange } from '../textRange.js';
import { scanTemplate } from '../variables/scanTemplate.js';
import type { VariableUse } from '../variables/templateScan.js';
import { readYaml, type YamlSource } from '../yamlSource.js';
import { collectVariables } from './collectVariables.js';
import { findSecrets } from './findSecrets.js';
import { entryOf, jsonObjectOf, jsonOf } from './jsonOf.js';
import { oldPromptyKeys } from './promptyV1.js';
import type { PromptFormat } from './promptFormat.js';
import { splitRoles } from './promptyRoles.js';
import { readInputs } from './readInputs.js';
import { readParameters } from './readParameters.js';
import { readText } from './readText.js';
import type { Report } from './report.js';
import { engineNamed } from './templateEngines.js';

type Mapping = Readonly<Record<string, unknown>>;

const told = ['name', 'description', 'model', 'inputs', 'outputs', 'tools', 'template', 'sample'];

/** Prompty files: version 2 of the format; version 1 is read too. */
export const prompty: PromptFormat = { id: 'prompty', suffixes: ['.prompty'], parse };

function parse(source: string): PromptDocument {
  const diagnostics: Diagnostic[] = findSecrets(source);
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const { header = { start: 0, end: 0 }, body, unclosed } = splitFrontmatter(source);
  const yaml = readYaml(source.slice(header.start, header.end), header.start);
  yaml.diagnostics.forEach(report);
  if (unclosed) report(unclosedFrontmatter(unclosed));
  const root = readRoot(yaml, report);
  oldPromptyKeys(yaml, root).forEach(report);

  const name = readText(yaml, ['name'], root['name'], report);
  const description = readText(yaml, ['description'], root['description'], report);
  const model = readModel(yaml, root, report);
  const output = readOutput(yaml, root['outputs']);
  const template = readEngine(yaml, root['template'], report);
  const scan = scanTemplate(template, source.slice(body.start, body.end), body.start);
  const tools = readTools(yaml, root['tools'], report);
  const rest = isObject(root['model']) ? jsonObjectOf(root['model'], ['id', 'options', 'parameters']) : {};
  return {
    format: 'prompty',
    ...(name && { name: name.value }),
    ...(description && { description: description.value }),
    ...(model && { model }),
    parameters: readOptions(yaml, root, report),
    ...(output && { output }),
    tools,
    template,
    parts: splitRoles(source, body, scan.blocks),
    body,
    variables: collectVariables(
      readInputs(yaml, ['inputs'], root['inputs'], report),
      [...scan.uses, ...boundInputs(yaml, root['tools'])],
      report,
    ),
    tests: readSamples(yaml, root),
    graders: [],
    references: [...fileReferences(source, header), ...scan.references],
    metadata: { ...jsonObjectOf(root, told), ...(Object.keys(rest).length > 0 && { model: rest }) },
    diagnostics,
    source,
  };
}

function unclosedFrontmatter(range: TextRange): Diagnostic {
  const message = 'Nothing closes this frontmatter, so all of the file is read as text. Close it with the same line.';
  return { severity: 'error', code: 'frontmatter-unclosed', message, range };
}

function readRoot(yaml: YamlSource, report: Report): Mapping {
  if (isObject(yaml.value)) return yaml.value;
  if (yaml.value !== undefined && yaml.value !== null) {
    const message = 'Frontmatter must be a mapping, such as `name: support-reply`.';
    report({ severity: 'error', code: 'frontmatter-shape', message, range: yaml.valueRange([]) });
  }
  return {};
}

/** Version 2: `model: gpt-4` or `model.id`; version 1: somewhere in `model.configuration`. */
function readModel(yaml: YamlSource, root: Mapping, report: Report): Ranged<string> | undefined {
  const model = root['model'];
  if (!isObject(model)) return readText(yaml, ['model'], model, report);
  const id = readText(yaml, ['model', 'id'], entryOf(model, 'id'), report);
  const configuration = entryOf(model, 'configuration');
  const key = ['azure_deployment', 'model', 'name'].find((key) => entryOf(configuration, key) !== undefined);
  if (id || key === undefined) return id;
  return readText(yaml, ['model', 'configuration', key], entryOf(configuration, key), report);
}

function readOptions(yaml: YamlSource, root: Mapping, report: Report): Parameter[] {
  const model = root['model'];
  const options = entryOf(model, 'options');
  const isOption = (key: string) => key !== 'additionalProperties';
  return [
    ...readParameters(yaml, ['model', 'options'], options, report, isOption),
    ...readParameters(
      yaml,
      ['model', 'options', 'additionalProperties'],
      entryOf(options, 'additionalProperties'),
      report,
    ),
    ...readParameters(yaml, ['model', 'parameters'], entryOf(model, 'parameters'), report),
  ];
}

function readEngine(yaml: YamlSource, value: unknown, report: Report): TemplateEngine {
  const format = entryOf(value, 'format') ?? (typeof value === 'string' ? value : undefined);
  const kind = entryOf(format, 'kind') ?? format;
  const engine = engineNamed(kind);
  if (engine || kind === undefined) return engine ?? 'jinja';
  const message = 'This template format is not known. Use `jinja2` or `mustache`.';
  report({ severity: 'error', code: 'unknown-template', message, range: yaml.valueRange(['template']) });
  return 'none';
}

/** The declared outputs, as the JSON schema that they stand for. */
function readOutput(yaml: YamlSource, value: unknown): OutputFormat | undefined {
  const outputs = Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        const name = entryOf(item, 'name');
        return typeof name === 'string' ? [[name, item] as const] : [];
      })
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (outputs.length === 0) return undefined;
  const schema = {
    type: 'object',
    properties: Object.fromEntries(outputs.map(([name, output]) => [name, propertySchema(output)])),
    required: outputs.filter(([, output]) => entryOf(output, 'required') === true).map(([name]) => name),
  };
  return { format: 'json_schema', schema, range: yaml.valueRange(['outputs']) };
}

function propertySchema(output: unknown): JsonValue {
  if (!isObject(output)) return {};
  const { kind, enumValues } = output;
  return {
    ...(kind !== undefined && { type: jsonOf(kind) }),
    ...(enumValues !== undefined && { enum: jsonOf(enumValues) }),
    ...jsonObjectOf(output, ['name', 'kind', 'enumValues', 'required']),
  };
}

function readTools(yaml: YamlSource, value: unknown, report: Report): Tool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    const message = '`tools` must be a list of tools, each with a `name`.';
    report({ severity: 'error', code: 'tools-shape', message, range: yaml.valueRange(['tools']) });
    return [];
  }
  return value.flatMap((tool: unknown, index) => {
    const name = entryOf(tool, 'name');
    const range = yaml.valueRange(['tools', index]);
    if (typeof name === 'string') return [{ name, definition: jsonOf(tool), range }];
    report({ severity: 'error', code: 'tool-name', message: 'A tool needs a `name`, as text.', range });
    return [];
  });
}

/** Tools can be handed inputs that the body never mentions. */
function boundInputs(yaml: YamlSource, tools: unknown): VariableUse[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown, index) => {
    const bindings = entryOf(tool, 'bindings');
    return Object.keys(isObject(bindings) ? bindings : {}).flatMap((key) => {
      const name = entryOf(entryOf(bindings, key), 'input');
      return typeof name === 'string'
        ? [{ name, range: yaml.textRange(['tools', index, 'bindings', key, 'input']) }]
        : [];
    });
  });
}

/** Version 1: a `sample` for the prompt, or one per input. Version 2: an `example` per input, which is never sent. */
function readSamples(yaml: YamlSource, root: Mapping): PromptTest[] {
  const { sample, inputs } = root;
  const whole = isObject(sample) ? [{ inputs: jsonOf(sample), range: yaml.valueRange(['sample']) }] : [];
  const named: (readonly [unknown, unknown])[] = Array.isArray(inputs)
    ? inputs.map((input: unknown) => [entryOf(input, 'name'), input])
    : Object.entries(isObject(inputs) ? inputs : {});
  const single = named.flatMap(([name, input]) => {
    const value = entryOf(input, 'sample') ?? entryOf(input, 'example');
    return typeof name !== 'string' || value === undefined ? [] : [[name, jsonOf(value)] as const];
  });
  if (single.length === 0) return whole;
  return [...whole, { inputs: Object.fromEntries(single), range: yaml.valueRange(['inputs']) }];
}

/** `${file:connection.json}` in the frontmatter. */
function fileReferences(source: string, header: TextRange): Reference[] {
  const text = source.slice(header.start, header.end);
  return [...text.matchAll(/\$\{file:([^}$\r\n]{1,1000})\}/g)].map((match) => {
    const value = match[1] ?? '';
    const start = header.start + match.index + '${file:'.length;
    return { value, path: value, range: { start, end: start + value.length } };
  });
}
