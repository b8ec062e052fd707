import { isObject, canonicalJson } from '../../prompts/json.js';
import { HumanError } from '../../prompts/humanError.js';
import { edited, type TextEdit } from '../../prompts/textEdit.js';
import { readYaml, type YamlSource } from '../../prompts/yamlSource.js';

/** A file of cases that is to be edited by ranges. */
export interface CasesText {
  readonly text: string;
  readonly yaml: YamlSource;
  /** The whole file's value. */
  readonly root: Readonly<Record<string, unknown>>;
  /** Its cases; undefined where it has no such key, or nothing behind it. */
  readonly cases: readonly unknown[] | undefined;
  /** How its lines end. */
  readonly eol: string;
}

/** @throws HumanError where the text is no file of cases */
export function openCases(text: string): CasesText {
  const yaml = readYaml(text);
  const root = yaml.value === null ? {} : yaml.value;
  const cases = isObject(root) ? (root['cases'] ?? undefined) : undefined;
  if (!isObject(root) || (cases !== undefined && !Array.isArray(cases))) {
    throw new HumanError(
      'input',
      'This file of cases cannot be read, so nothing was changed in it. Correct what is marked in it, and try again.',
    );
  }
  return { text, yaml, root, cases, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/**
 * The first edit that turns the file's value into what is wanted, and so leaves all else as it is.
 * @throws HumanError where none does
 */
export function firstThatMeans(
  { text }: CasesText,
  wanted: Readonly<Record<string, unknown>>,
  edits: readonly TextEdit[],
): TextEdit {
  const meaning = canonicalJson(wanted);
  const fitting = edits.find((edit) => {
    const { value, diagnostics } = readYaml(edited(text, edit));
    return diagnostics.every(({ severity }) => severity !== 'error') && canonicalJson(value) === meaning;
  });
  if (fitting) return fitting;
  throw new HumanError(
    'refused',
    'This file of cases is written in a way that cannot be edited here without changing more of it. Nothing was changed; edit it by hand.',
  );
}

/** Where the line of an offset ends. */
export function lineEnd(text: string, offset: number): number {
  return offset + (/^[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** How far a place is from the beginning of its line, as white space. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return ' '.repeat(offset - start);
}

/**
 * Lines behind what ends at an offset: right behind its last line, or, where the blank lines that follow belong to it
 * (a block with `|+`), behind those.
 */
export function linesBehind({ text, eol }: CasesText, offset: number, lines: string): readonly TextEdit[] {
  const end = lineEnd(text, offset);
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r|$))*/.exec(text.slice(end))?.[0].length ?? 0;
  const behind = end + blank;
  const isAtStart = behind === 0 || /[\r\n]/.test(text.charAt(behind - 1));
  return [
    { range: { start: end, end }, text: `${eol}${lines}` },
    { range: { start: behind, end: behind }, text: `${isAtStart ? '' : eol}${lines}${eol}` },
  ];
}
