import { jsonObjectOf, jsonOf } from '../../../prompts/formats/jsonOf.js';
import { isObject, type JsonObject, type JsonValue } from '../../../prompts/json.js';
import { textsOf } from '../../../prompts/jsonSchema.js';
import { valueText } from '../../../prompts/rendering/engines/valueText.js';
import type { CasePlace } from '../case.js';
import { followed } from './references.js';
import { namedFiles, readNamed, readSource, type PromptfooContext } from './sourceFile.js';

/** The variables that a test gives: a mapping, or the YAML files in which it stands. @param root what references lead into */
export async function readVars(
  value: unknown,
  root: unknown,
  where: CasePlace,
  context: PromptfooContext,
): Promise<JsonObject> {
  const written = followed(value, root);
  if (isObject(written)) return jsonObjectOf(written);
  let merged: JsonObject = {};
  for (const name of typeof written === 'string' ? [written] : textsOf(written)) {
    for (const path of await namedFiles(name, where, context)) {
      const file = await readSource(path, where, context);
      if (isObject(file?.root)) merged = { ...merged, ...jsonObjectOf(file.root) };
    }
  }
  return merged;
}

/** How many cases one test may become. */
const maxCombinations = 10_000;

/**
 * All combinations of values, in promptfoo's order (`generateVarCombinations`, 0.122): a list of texts stands for one
 * case per text, `file://` with a glob for one per file; any other list is one value.
 * @returns nothing where a file of it cannot be read
 */
export async function* combinations(
  vars: JsonObject,
  isExpanded: boolean,
  where: CasePlace,
  context: PromptfooContext,
): AsyncGenerator<JsonObject, void, undefined> {
  const choices: (readonly [string, readonly JsonValue[]])[] = [];
  let count = 1;
  for (const [name, value] of Object.entries(vars)) {
    const values = isExpanded && Array.isArray(value) && typeof value[0] === 'string' ? value.map(jsonOf) : [value];
    const read: JsonValue[] = [];
    for (const choice of values) {
      const texts = await readVariable(choice, where, context);
      if (!texts) return;
      read.push(...texts);
    }
    count *= read.length;
    if (count > maxCombinations) {
      const message = `This test stands for more than ${maxCombinations.toLocaleString('en')} cases, so it is left out. Give its lists fewer values.`;
      context.report.error('too-many-cases', message, where);
      return;
    }
    choices.push([name, read]);
  }
  for (let index = 0; index < count; index += 1) yield Object.fromEntries(combination(choices, index));
}

/** The combination of a number, the last variable changing fastest. */
function combination(
  choices: readonly (readonly [string, readonly JsonValue[]])[],
  index: number,
): (readonly [string, JsonValue])[] {
  let rest = index;
  return choices
    .toReversed()
    .map(([name, values]) => {
      const value = values[rest % values.length] ?? '';
      rest = Math.floor(rest / values.length);
      return [name, value] as const;
    })
    .toReversed();
}

/** Files that are no text. */
const binary = /\.(?:pdf|jpe?g|png|gif|bmp|webp|svg|mp[34]|webm|ogg|mov|avi|wmv|mkv|m4v|wav)$/i;

/** What a value stands for: the texts of the files that it names, or itself; undefined where one cannot be read. */
async function readVariable(
  value: JsonValue,
  where: CasePlace,
  context: PromptfooContext,
): Promise<readonly JsonValue[] | undefined> {
  if (typeof value !== 'string' || !value.startsWith('file://')) return [value];
  if (binary.test(value)) {
    context.report.refuse(value, 'Only text is read into variables; cases that need more are left out.', where);
    return undefined;
  }
  const texts: JsonValue[] = [];
  for (const path of await namedFiles(value, where, context)) {
    const text = /\.ya?ml$/i.test(path)
      ? JSON.stringify((await readSource(path, where, context))?.root)
      : (await readNamed(path, where, context))?.trim();
    if (text === undefined) return undefined;
    texts.push(text);
  }
  if (texts.length > 0) return texts;
  context.report.error('unreadable-file', `There is no text for \`${value}\`; cases that need it are left out.`, where);
  return undefined;
}

/**
 * Values may name other variables, as `{{name}}`, and lose a line end at their end: so promptfoo prepares them before it
 * fills in a prompt (`resolveVariables`, 0.122, which looks five times).
 */
export function resolvedVars(vars: JsonObject): JsonObject {
  const resolved = new Map(
    Object.entries(vars).map(([name, value]) => [name, typeof value === 'string' ? value.replace(/\n$/, '') : value]),
  );
  for (let round = 0; round < 5; round += 1) {
    for (const [name, value] of resolved) {
      if (typeof value !== 'string') continue;
      const filled = value.replace(/\{\{\s*(\w+)\s*\}\}/, (written, other: string) => {
        const text = resolved.get(other);
        return text === undefined ? written : valueText(text);
      });
      if (filled.length <= maxText) resolved.set(name, filled);
    }
  }
  return Object.fromEntries(resolved);
}

/** A value that names itself would grow without end. */
const maxText = 1_000_000;
