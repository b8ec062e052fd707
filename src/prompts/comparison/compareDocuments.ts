import { isObject, type JsonValue } from '../json.js';
import type { OutputFormat, PromptDocument, Tool } from '../promptDocument.js';
import type { Includes } from '../promptText.js';
import { compareParts, normalised } from './compareParts.js';
import { compareSchemas } from './compareSchemas.js';
import { compareTexts } from './compareTexts.js';
import { compareNamed, compareSettings, isSame } from './compareValues.js';
import { compareVariables } from './compareVariables.js';
import type { ChangeClass, Comparison, IncludeChange, NamedChange, PartChange } from './comparison.js';
import type { TokenCounter } from './countTokens.js';
import { costChange } from './prices.js';

/** The texts of the files that each side includes. */
export interface ComparedIncludes {
  readonly before: Includes;
  readonly after: Includes;
}

const noIncludes: ComparedIncludes = { before: {}, after: {} };

/** Compares two versions of a prompt by what they mean. Never throws; pure. */
export function compareDocuments(
  before: PromptDocument,
  after: PromptDocument,
  tokens: TokenCounter,
  included: ComparedIncludes = noIncludes,
): Comparison {
  const sameEngine = before.template === after.template;
  const parts = compareParts(
    sameEngine ? before.parts : normalised(before.parts, before.template),
    sameEngine ? after.parts : normalised(after.parts, after.template),
    tokens,
  );
  const changes = {
    parts,
    variables: compareVariables(before.variables, after.variables),
    parameters: compareSettings(settingsOf(before), settingsOf(after)),
    schema: compareOutput(before.output, after.output),
    tools: compareTools(before.tools, after.tools),
    cases: compareCases(before, after),
    includes: compareIncludes(included),
    metadata: compareSettings(metadataOf(before), metadataOf(after)),
  };
  const breaking = [...changes.variables, ...changes.schema, ...changes.tools].filter((change) => change.breaking);
  const count = { before: countAll(before, tokens), after: countAll(after, tokens), exact: tokens.exact };
  const cost = costChange(count, before.model?.value, after.model?.value);
  return {
    class: classOf(changes, before.source === after.source && before.format === after.format),
    breaking: breaking.map(({ words }) => words),
    formatBefore: before.format,
    formatAfter: after.format,
    ...changes,
    tokens: count,
    ...(cost && { cost }),
  };
}

type Changes = Pick<
  Comparison,
  'parts' | 'variables' | 'parameters' | 'schema' | 'tools' | 'cases' | 'includes' | 'metadata'
>;

function classOf(changes: Changes, isSameSource: boolean): ChangeClass {
  const { parts, variables, parameters, schema, tools, cases, includes, metadata } = changes;
  if (variables.length + schema.length + tools.length > 0) return 'contract';
  if (parameters.length > 0 || parts.some(isRearranged)) return 'behaviour';
  if (includes.length > 0 || parts.some((part) => part.change !== 'same' && !part.whiteSpaceOnly)) return 'wording';
  if (parts.some(({ change }) => change !== 'same') || metadata.length > 0) return 'formatting';
  if (cases.length > 0) return 'cases only';
  return isSameSource ? 'none' : 'formatting';
}

/** The model is told the same by somebody else, or in another order. */
function isRearranged({ roleBefore, moved }: PartChange): boolean {
  return roleBefore !== undefined || moved === true;
}

function countAll({ parts }: PromptDocument, tokens: TokenCounter): number {
  return parts.reduce((sum, { text }) => sum + tokens(text), 0);
}

function settingsOf({ model, parameters }: PromptDocument): Map<string, JsonValue> {
  const all = parameters.map(({ name, value }): [string, JsonValue] => [name, value]);
  return new Map<string, JsonValue>([...(model ? [['model', model.value] as const] : []), ...all]);
}

function metadataOf({ name, description, metadata }: PromptDocument): Map<string, JsonValue> {
  return new Map<string, JsonValue>([
    ...(name === undefined ? [] : [['name', name] as const]),
    ...(description === undefined ? [] : [['description', description] as const]),
    ...Object.entries(metadata),
  ]);
}

function compareOutput(before: OutputFormat | undefined, after: OutputFormat | undefined): NamedChange[] {
  const [from, to] = [formatOf(before), formatOf(after)];
  const format: NamedChange[] =
    from === to
      ? []
      : [
          {
            name: 'format',
            change: 'changed',
            before: from,
            after: to,
            breaking: true,
            words: `the answer is now ${formatWords(to)}, was ${formatWords(from)}`,
          },
        ];
  const [left, right] = [schemaOf(before?.schema), schemaOf(after?.schema)];
  // Where the answer had no schema, or has none any more, the format says so.
  if (format.length > 0 && (left === undefined || right === undefined)) return format;
  return [...format, ...compareSchemas(left, right, 'the answer')];
}

function formatOf(output: OutputFormat | undefined): string {
  const format = output?.format ?? 'text';
  if (format === 'json') return output?.schema === undefined ? 'json_object' : 'json_schema';
  return format;
}

function formatWords(format: string): string {
  if (format === 'json_schema') return 'JSON of a schema';
  return format === 'json_object' ? 'JSON' : format;
}

/** OpenAI wraps a schema together with its name. */
function schemaOf(schema: JsonValue | undefined): JsonValue | undefined {
  return isObject(schema) && isObject(schema.schema) ? schema.schema : schema;
}

function compareTools(before: readonly Tool[], after: readonly Tool[]): NamedChange[] {
  const named = (tools: readonly Tool[]): Map<string, Tool['definition']> =>
    new Map(tools.map(({ name, definition }) => [name, definition]));
  const [left, right] = [named(before), named(after)];
  return compareNamed(left, right, (name, from, to) => {
    if (from === undefined) return { breaking: true, words: `the tool ${name} must now be offered` };
    if (to === undefined) return { breaking: false, words: `the tool ${name} is no longer used` };
    const [first, ...more] = compareSchemas(parametersOf(from), parametersOf(to), 'a call');
    const detail = first ? `: ${first.words}${more.length > 0 ? ` and ${more.length} more` : ''}` : '';
    return {
      breaking: [first, ...more].some((change) => change?.breaking === true),
      words: `the tool ${name} has changed${detail}`,
    };
  });
}

function parametersOf(definition: JsonValue): JsonValue | undefined {
  if (!isObject(definition)) return undefined;
  const inner = isObject(definition.function) ? definition.function : definition;
  return inner['parameters'] ?? inner['inputSchema'];
}

function compareCases(before: PromptDocument, after: PromptDocument): NamedChange[] {
  const samples = listChange(
    'samples',
    'sample',
    before.tests.map(({ inputs, expected }) => ({ inputs, ...(expected !== undefined && { expected }) })),
    after.tests.map(({ inputs, expected }) => ({ inputs, ...(expected !== undefined && { expected }) })),
  );
  const values = (document: PromptDocument): JsonValue[] => document.graders.map(({ value }) => value);
  return [...samples, ...listChange('graders', 'grader', values(before), values(after))];
}

function listChange(
  name: string,
  one: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): NamedChange[] {
  if (isSame(before, after)) return [];
  const has = (all: readonly JsonValue[], value: JsonValue): boolean => all.some((other) => isSame(other, value));
  const counted = (count: number): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  const [added, gone] = [after.filter((value) => !has(before, value)), before.filter((value) => !has(after, value))];
  const words = [
    ...(added.length > 0 ? [`${counted(added.length)} added`] : []),
    ...(gone.length > 0 ? [`${counted(gone.length)} removed`] : []),
  ];
  const said = words.length > 0 ? words.join(', ') : `the ${name} are in another order`;
  return [{ name, change: 'changed', breaking: false, words: said }];
}

function compareIncludes({ before, after }: ComparedIncludes): IncludeChange[] {
  const named = (includes: Includes): Map<string, string> => new Map(Object.entries(includes));
  const changes = compareNamed(named(before), named(after), (name, from, to) => ({
    breaking: false,
    words:
      from === undefined
        ? `${name} is included now`
        : `${name} ${to === undefined ? 'is no longer included' : 'has changed'}`,
  }));
  return changes.map((change) => {
    const [textBefore, textAfter] = [before[change.name] ?? '', after[change.name] ?? ''];
    const edits = compareTexts(textBefore, textAfter).flatMap(({ words }) => words);
    return { ...change, textBefore, textAfter, edits };
  });
}
