import { posix } from 'node:path';
import type { Findings } from '../../prompts/findings.js';
import { canonicalJson, isObject } from '../../prompts/json.js';
import { listOf } from '../../prompts/jsonSchema.js';
import type { Variable } from '../../prompts/promptDocument.js';
import { yamlText } from '../../prompts/schemaWords.js';
import { shorten } from '../../prompts/shorten.js';
import { suggestion } from '../../prompts/suggestion.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { assertionTypes, structuredTypes } from './assertionTypes.js';
import { parseShorthand } from './assertionShorthand.js';
import { isId } from './readCase.js';

type Mapping = Readonly<Record<string, unknown>>;

/** What a file of cases must fit to. */
export interface CaseKnowledge {
  /** The names of all graders, without `not-`; absent: those of promptfoo. */
  readonly graders?: readonly string[];
  /** The paths of all prompts, from the same place as that of the file; absent where they are not known. */
  readonly prompts?: readonly string[];
  /** The inputs of the prompt; absent where the prompt is not known. */
  readonly variables?: readonly Pick<Variable, 'name' | 'required' | 'uses'>[];
}

/** Whether the cases of a file fit together, to the graders and to the prompt: what no schema can say. */
export function checkCases(
  root: Mapping,
  path: string,
  { graders, prompts, variables }: CaseKnowledge,
  findings: Findings,
): void {
  const known = graders ?? [...assertionTypes, ...structuredTypes];
  const prompt = root['prompt'];
  if (prompts && typeof prompt === 'string' && !prompts.includes(posix.join(posix.dirname(path), prompt))) {
    const message = `There is no prompt \`${shorten(prompt)}\`. Name the prompt's file, relative to the folder of this one.`;
    findings.error('unknown-prompt', { value: ['prompt'] }, message);
  }
  const defaults = isObject(root['defaults']) ? root['defaults'] : {};
  checkAssertions(defaults['assert'], ['defaults', 'assert'], known, findings);
  const given = varsOf(defaults);
  if (variables) checkUnused(given, ['defaults', 'vars'], variables, findings);

  const ids = new Set<string>();
  const unnamed = new Set<string>();
  for (const [index, value] of listOf(root['cases']).entries()) {
    if (!isObject(value) || findings.diagnostics.length >= maxFindings) continue;
    const place = ['cases', index];
    const vars = varsOf(value);
    if (isId(value['id'])) {
      const id = String(value['id']);
      if (ids.has(id)) {
        const message = `Two cases have the id \`${shorten(id)}\`. Results are compared by it: give each case its own.`;
        findings.error('duplicate-id', { value: [...place, 'id'] }, message);
      }
      ids.add(id);
    } else {
      const inputs = canonicalJson(vars);
      if (unnamed.has(inputs)) {
        const message =
          'Another case without an `id` has the same `vars`. Add an `id`, so that the two can be told apart.';
        findings.warning('same-inputs', { inside: place }, message);
      }
      unnamed.add(inputs);
    }
    checkAssertions(value['assert'], [...place, 'assert'], known, findings);
    if (variables) {
      checkUnused(vars, [...place, 'vars'], variables, findings);
      checkMissing({ ...given, ...vars }, place, isObject(value['vars']), variables, findings);
    }
  }
}

/** After so many mistakes nobody looks for more. */
const maxFindings = 500;

function varsOf(value: Mapping): Mapping {
  return isObject(value['vars']) ? value['vars'] : {};
}

function checkAssertions(list: unknown, path: YamlPath, known: readonly string[], findings: Findings): void {
  listOf(list).forEach((item, index) => {
    const place = [...path, index];
    if (typeof item === 'string') checkShorthand(item, place, known, findings);
    if (!isObject(item)) return;
    if (typeof item['type'] === 'string') checkGrader(item['type'], [...place, 'type'], known, findings);
    checkAssertions(item['assert'], [...place, 'assert'], known, findings);
  });
}

function checkGrader(type: string, place: YamlPath, known: readonly string[], findings: Findings): void {
  const meant = meantGrader(type, known);
  if (meant === type) return;
  const hint = meant === undefined ? 'What it asks for is not checked.' : `Did you mean \`${meant}\`?`;
  findings.warning('unknown-grader', { value: place }, `There is no grader \`${shorten(type)}\`. ${hint}`, meant);
}

/** A mistyped name makes a text mean that the output must equal all of it. */
function checkShorthand(text: string, place: YamlPath, known: readonly string[], findings: Findings): void {
  const { type } = parseShorthand(text);
  const name = type === 'equals' ? /^[a-z-]+(?=[:(]|$)/.exec(text.trim())?.[0] : undefined;
  const meant = name === undefined || name === 'equals' ? undefined : meantGrader(name, known);
  if (name === undefined || meant === undefined || meant === name) return;
  const message = `There is no grader \`${shorten(name)}\`, so the output must equal \`${shorten(text)}\` as a whole. Did you mean \`${meant}\`?`;
  findings.warning('unknown-grader', { value: place }, message, yamlText(text.trim().replace(name, meant)));
}

/** The name itself where it is known, else the known one that it most likely means. */
function meantGrader(type: string, known: readonly string[]): string | undefined {
  const [, not = '', name = ''] = /^(not-)?(.*)$/s.exec(type) ?? [];
  if (known.includes(type)) return type;
  if (known.includes(name)) return type;
  // Suggestions are looked for with underscores.
  const meant = suggestion(
    name,
    known.map((one) => one.replaceAll('-', '_')),
  )?.replaceAll('_', '-');
  return meant === undefined ? undefined : `${not}${meant}`;
}

function checkUnused(
  vars: Mapping,
  path: YamlPath,
  variables: NonNullable<CaseKnowledge['variables']>,
  findings: Findings,
): void {
  const names = variables.map(({ name }) => name);
  for (const key of Object.keys(vars).filter((name) => !names.includes(name))) {
    const meant = suggestion(key, names.filter((name) => !Object.hasOwn(vars, name)).slice(0, 100));
    const hint = meant === undefined ? 'Remove it, or use it in the prompt.' : `Did you mean \`${meant}\`?`;
    const message = `The prompt has no variable \`${shorten(key)}\`, so this does nothing. ${hint}`;
    findings.warning('unknown-variable', { key: [...path, key] }, message, meant);
  }
}

function checkMissing(
  vars: Mapping,
  path: YamlPath,
  hasVars: boolean,
  variables: NonNullable<CaseKnowledge['variables']>,
  findings: Findings,
): void {
  const missing = variables
    .filter(({ name, required, uses }) => required && uses.length > 0 && !Object.hasOwn(vars, name))
    .map(({ name }) => `\`${shorten(name)}\``);
  if (missing.length === 0) return;
  const message = `This case gives no value for ${missing.slice(0, 5).join(', ')}. Add it under \`vars\`, or that stays unfilled.`;
  findings.warning('case-misses-variable', hasVars ? { key: [...path, 'vars'] } : { inside: path }, message);
}
