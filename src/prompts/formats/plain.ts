import type { Diagnostic } from '../diagnostic.js';
import { isObject } from '../json.js';
import { canonicalParameter, parameterType } from '../canonicalParameters.js';
import { splitFrontmatter } from '../frontmatter.js';
import type { PromptDocument, Role, TemplateEngine } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import { scanTemplate } from '../variables/scanTemplate.js';
import { readYaml, type YamlSource } from '../yamlSource.js';
import { collectVariables } from './collectVariables.js';
import { findSecrets } from './findSecrets.js';
import { entryOf, jsonObjectOf } from './jsonOf.js';
import type { PromptFormat } from './promptFormat.js';
import { readInputs } from './readInputs.js';
import { readParameters } from './readParameters.js';
import { readText } from './readText.js';
import { isRole, roleNames } from './roles.js';
import { separators } from './separators.js';
import { engineNamed } from './templateEngines.js';
import type { Report } from './report.js';

/** Plain text files, by the template language that their ending stands for. */
export const plainFormats: readonly PromptFormat[] = [
  textFormat(),
  plain(['.md'], 'mustache'),
  plain(['.jinja', '.j2'], 'jinja'),
  plain(['.mustache'], 'mustache'),
  plain(['.hbs'], 'handlebars'),
  plain(['.liquid'], 'liquid'),
];

/** Files whose ending says nothing. */
export const unknownFormat = plain([], 'mustache');

const parameterKeys = ['parameters', 'modelParameters', 'config'];
const inputKeys = ['inputs', 'variables'];
const told = ['name', 'description', 'model', 'role', 'template', ...parameterKeys, ...inputKeys];

function plain(suffixes: readonly string[], engine: TemplateEngine): PromptFormat {
  return { id: 'plain', suffixes, parse: (source) => parse(source, engine) };
}

function textFormat(): PromptFormat {
  const format = plain(['.txt'], 'mustache');
  return {
    ...format,
    parse: (source) => {
      const document = format.parse(source);
      return { ...document, diagnostics: [...document.diagnostics, ...separators(document)] };
    },
  };
}

function parse(source: string, usualEngine: TemplateEngine): PromptDocument {
  const diagnostics: Diagnostic[] = findSecrets(source);
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const { yaml, body } = split(source);
  yaml.diagnostics.forEach(report);
  const root = isObject(yaml.value) ? yaml.value : {};
  const read = (key: string) => readText(yaml, [key], root[key], report);
  const name = read('name');
  const description = read('description');
  const model = read('model');
  const role = readRole(yaml, root['role'], report);
  const template = engineNamed(entryOf(root, 'template')) ?? usualEngine;
  const inputKey = inputKeys.find((key) => root[key] !== undefined) ?? 'inputs';
  const text = source.slice(body.start, body.end);
  const { uses, references } = scanTemplate(template, text, body.start);
  const isTopLevelParameter = (key: string) =>
    !told.includes(key) && parameterType(canonicalParameter(key)) !== undefined;
  return {
    format: 'plain',
    ...(name && { name: name.value }),
    ...(description && { description: description.value }),
    ...(model && { model }),
    parameters: [
      ...parameterKeys.flatMap((key) => readParameters(yaml, [key], root[key], report)),
      ...readParameters(yaml, [], root, report, isTopLevelParameter),
    ],
    tools: [],
    template,
    parts: text === '' ? [] : [{ role, text, range: body }],
    variables: collectVariables(readInputs(yaml, [inputKey], root[inputKey], report), uses, report),
    tests: [],
    graders: [],
    references,
    metadata: jsonObjectOf(root, [...told, ...Object.keys(root).filter(isTopLevelParameter)]),
    diagnostics,
    source,
  };
}

/** A text may begin with a rule `---` that is no frontmatter: then what follows it is no mapping. */
function split(source: string): { yaml: YamlSource; body: TextRange } {
  const { header, body } = splitFrontmatter(source);
  const nothing = readYaml('');
  if (!header) return { yaml: nothing, body };
  const yaml = readYaml(source.slice(header.start, header.end), header.start);
  if (yaml.value !== null && yaml.value !== undefined && !isObject(yaml.value))
    return { yaml: nothing, body: { start: source.startsWith('\uFEFF') ? 1 : 0, end: source.length } };
  let start = body.start;
  while (source[start] === '\n' || source[start] === '\r') start += 1;
  return { yaml, body: { start, end: body.end } };
}

function readRole(yaml: YamlSource, value: unknown, report: Report): Role {
  if (value === undefined || value === null) return 'user';
  if (isRole(value)) return value;
  const message = `The role must be one of ${roleNames}.`;
  report({ severity: 'error', code: 'unknown-role', message, range: yaml.textRange(['role']) });
  return 'user';
}
