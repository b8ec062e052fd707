import type { JsonValue } from '../json.js';
import type { PromptDocument, Variable } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import type { TextRange } from '../textRange.js';

export type OutlineKind = 'group' | 'message' | 'variable' | 'parameter' | 'output' | 'tool' | 'test';

/** One row of a prompt's outline. Its range contains its selection and the ranges of its children. */
export interface OutlineRow {
  /** Never empty. */
  readonly name: string;
  readonly detail: string;
  readonly kind: OutlineKind;
  readonly range: TextRange;
  /** What is marked when a person chooses the row. */
  readonly selection: TextRange;
  readonly children: readonly OutlineRow[];
}

/** What a prompt consists of: its messages with the variables they use, and in groups what it declares. */
export function outlineOf(document: PromptDocument): readonly OutlineRow[] {
  const { parameters, variables, output, tools, tests } = document;
  const declared = variables.flatMap((variable) =>
    variable.declared ? [leaf('variable', variable.name, variableWords(variable), variable.declared)] : [],
  );
  const rows = [
    ...group(
      'Parameters',
      parameters.map(({ name, value, range }) => leaf('parameter', name, brief(value), range)),
    ),
    ...group('Inputs', declared),
    ...(output ? [leaf('output', 'Output', output.format, output.range)] : []),
    ...group(
      'Tools',
      tools.map(({ name, range }) => leaf('tool', name, '', range)),
    ),
    ...messages(document),
    ...group(
      'Samples',
      tests.map(({ inputs, range }, index) => leaf('test', `Sample ${index + 1}`, brief(inputs), range)),
    ),
  ];
  return rows.toSorted((a, b) => a.range.start - b.range.start);
}

/** The messages in their order in the file, each with the variables it uses, once. */
function messages({ parts, variables }: PromptDocument): OutlineRow[] {
  const uses = variables
    .flatMap((variable) => variable.uses.map((range) => ({ variable, range })))
    .sort((a, b) => a.range.start - b.range.start);
  let next = 0;
  return parts
    .toSorted((a, b) => a.range.start - b.range.start)
    .map(({ role, text, range, conditional }) => {
      const children = new Map<string, OutlineRow>();
      while ((uses[next]?.range.start ?? Infinity) < range.start) next += 1;
      for (let use = uses[next]; use && use.range.end <= range.end; use = uses[next]) {
        const { variable } = use;
        if (!children.has(variable.name))
          children.set(variable.name, leaf('variable', variable.name, variableWords(variable), use.range));
        next += 1;
      }
      const detail = [conditional && 'sometimes', firstWords(text)].filter(Boolean).join(' · ');
      const selection = { start: range.start, end: range.start };
      return { ...leaf('message', role, detail, range), selection, children: [...children.values()] };
    });
}

function variableWords({ type, required }: Variable): string {
  return [type, !required && 'optional'].filter(Boolean).join(' · ');
}

function leaf(kind: OutlineKind, name: string, detail: string, range: TextRange): OutlineRow {
  return {
    kind,
    name: name.trim() === '' ? '(no name)' : shorten(name),
    detail,
    range,
    selection: range,
    children: [],
  };
}

/** A row around its children; none where there are none. */
function group(name: string, children: readonly OutlineRow[]): OutlineRow[] {
  const [first] = children;
  if (!first) return [];
  const start = children.reduce((least, { range }) => Math.min(least, range.start), first.range.start);
  const end = children.reduce((most, { range }) => Math.max(most, range.end), first.range.end);
  return [{ ...leaf('group', name, '', { start, end }), selection: { start, end: start }, children }];
}

function firstWords(text: string): string {
  return shorten(text.trimStart().slice(0, 200).replaceAll(/\s+/g, ' ').trim());
}

function brief(value: JsonValue): string {
  return firstWords(typeof value === 'string' ? value : JSON.stringify(value));
}
