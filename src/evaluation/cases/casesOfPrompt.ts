import { isJsonObject, type JsonObject, type JsonValue } from '../../prompts/json.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import type { Ranged, TextRange } from '../../prompts/textRange.js';
import type { Assertion } from '../graders/assertion.js';
import type { Case } from './case.js';
import { madeId, UniqueIds } from './caseId.js';

/**
 * The cases that a prompt's own file carries: its samples, each with the graders of the file; where it has none, the
 * defaults of its inputs, if they suffice. Their ids are made of the inputs, so that they outlive edits around them.
 * @param path the prompt's file, from the root
 */
export function casesOfPrompt(document: PromptDocument, path: string): readonly Case[] {
  const asserts = document.graders.map(readEvaluator);
  const ids = new UniqueIds();
  const caseOf = (vars: JsonObject, range: TextRange, expected?: string): Case => ({
    id: ids.give(madeId(vars)),
    vars,
    asserts,
    tags: [],
    critical: false,
    weight: 1,
    ...(expected !== undefined && { expected }),
    place: { path, range },
  });
  if (document.tests.length === 0) return defaultsOf(document).map(({ vars, range }) => caseOf(vars, range));
  return document.tests.flatMap(({ inputs, expected, range }) =>
    isJsonObject(inputs) ? [caseOf(inputs, range, expected)] : [],
  );
}

/** The defaults of the inputs as one sample; none where they leave something unfilled. */
function defaultsOf({ variables }: PromptDocument): { readonly vars: JsonObject; readonly range: TextRange }[] {
  const isFilled = variables.every(
    ({ required, uses, default: usual }) => !required || uses.length === 0 || usual !== undefined,
  );
  const filled = variables.flatMap(({ name, default: usual, declared }) =>
    usual === undefined ? [] : [{ name, usual, declared }],
  );
  const range = filled[0]?.declared;
  if (!isFilled || !range) return [];
  return [{ vars: Object.fromEntries(filled.map(({ name, usual }) => [name, usual])), range }];
}

/** One of GitHub's evaluators (`string`, `llm`, `uses`) as a check; its name is what its scores are shown under. */
function readEvaluator({ value, range }: Ranged<JsonValue>): Assertion {
  const { name, ...kinds } = isJsonObject(value) ? value : {};
  const kind = ['string', 'llm', 'uses'].find((key) => Object.hasOwn(kinds, key)) ?? Object.keys(kinds)[0] ?? 'nothing';
  const asked = kinds[kind];
  return {
    // Those that GitHub has built in are graders of their own name (`github/similarity`).
    type: kind === 'uses' && typeof asked === 'string' ? asked : kind,
    ...(asked !== undefined && { value: asked }),
    weight: 1,
    ...(typeof name === 'string' && { metric: name }),
    options: {},
    range,
  };
}
