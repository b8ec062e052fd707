import { HumanError } from '../../prompts/humanError.js';
import { isObject } from '../../prompts/json.js';
import { yamlText } from '../../prompts/schemaWords.js';
import type { TextEdit } from '../../prompts/textEdit.js';
import { scalarYaml } from './caseText.js';
import { firstThatMeans, indentAt, linesBehind, openCases, type CasesText } from './casesText.js';
import { parseCases } from './parseCases.js';

/**
 * Accepts an output as the expected one of a case. Changes nothing but that text.
 * @param text the whole `*.cases.yaml`
 * @param id of the case, as `parseCases` gives it
 * @throws HumanError where there is no such case, or it is written so that it cannot be edited
 */
export function setExpected(text: string, id: string, expected: string): TextEdit {
  const file = openCases(text);
  const { cases = [], root, yaml } = file;
  const place = parseCases(text, '').cases.find((one) => one.id === id)?.place.range;
  const index = cases.findIndex((_, nth) => yaml.valueRange(['cases', nth]).start === place?.start);
  const found = cases[index];
  if (!isObject(found)) {
    throw new HumanError('input', `There is no case \`${id}\` in this file any more. Nothing was changed.`);
  }
  const wanted = { ...root, cases: cases.with(index, { ...found, expected }) };
  const edits = Object.hasOwn(found, 'expected')
    ? replacing(file, index, expected)
    : inserting(file, index, found, expected);
  return firstThatMeans(file, wanted, edits);
}

function replacing({ text, yaml, eol }: CasesText, index: number, expected: string): readonly TextEdit[] {
  const path = ['cases', index, 'expected'];
  const { start, end } = yaml.valueRange(path);
  const range = { start, end: start + text.slice(start, end).trimEnd().length };
  const scalars = [scalarYaml(expected, `${indentAt(text, yaml.keyRange(path).start)}  `, eol), yamlText(expected)];
  return [...scalars, ...scalars.map((scalar) => ` ${scalar}`)].map((put) => ({ range, text: put }));
}

function inserting(
  file: CasesText,
  index: number,
  found: Readonly<Record<string, unknown>>,
  expected: string,
): readonly TextEdit[] {
  const { text, yaml, eol } = file;
  const path = ['cases', index];
  const item = yaml.valueRange(path);
  const keys = Object.keys(found);
  const [first, last] = [keys[0], keys.at(-1)];
  const at = (offset: number, put: string): TextEdit => ({ range: { start: offset, end: offset }, text: put });
  if (first === undefined || last === undefined) return [at(item.start + 1, `expected: ${yamlText(expected)}`)];
  if (text[item.start] === '{') return [at(yaml.valueRange([...path, last]).end, `, expected: ${yamlText(expected)}`)];
  const indent = indentAt(text, yaml.keyRange([...path, first]).start);
  return linesBehind(file, item.end, `${indent}expected: ${scalarYaml(expected, `${indent}  `, eol)}`);
}
