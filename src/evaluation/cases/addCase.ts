import { flowYaml } from '../../prompts/schemaWords.js';
import type { TextEdit } from '../../prompts/textEdit.js';
import { blockYaml, writtenCase, type NewCase } from './caseText.js';
import { firstThatMeans, indentAt, lineEnd, linesBehind, openCases, type CasesText } from './casesText.js';

/**
 * Adds a case behind the last one. Only inserts: comments, line ends and everything else stay as they are.
 * @param text the whole `*.cases.yaml`; may be empty
 * @throws HumanError where it cannot be read, or is written so that nothing can be inserted
 */
export function addCase(text: string, added: NewCase): TextEdit {
  const file = openCases(text);
  const item = writtenCase(added);
  const wanted = { ...file.root, cases: [...(file.cases ?? []), item] };
  return firstThatMeans(file, wanted, possibleEdits(file, item));
}

function possibleEdits(file: CasesText, item: ReturnType<typeof writtenCase>): readonly TextEdit[] {
  const { text, yaml, root, cases, eol } = file;
  const at = (offset: number, put: string): TextEdit => ({ range: { start: offset, end: offset }, text: put });
  const lines = (dash: string): string => `${dash}- ${blockYaml(item, `${dash}  `, eol).trimStart()}`;
  if (cases === undefined) {
    if (Object.hasOwn(root, 'cases')) return [at(lineEnd(text, yaml.keyRange(['cases']).end), `${eol}${lines('  ')}`)];
    const before = text === '' || /[\r\n\ufeff]$/.test(text) ? '' : eol;
    return [at(text.length, `${before}cases:${eol}${lines('  ')}${eol}`)];
  }
  const { start } = yaml.valueRange(['cases']);
  const flow = flowYaml(item);
  if (cases.length === 0) return [at(start + 1, flow)];
  const last = yaml.valueRange(['cases', cases.length - 1]);
  if (text[start] === '[') return [at(last.end, `, ${flow}`)];
  const dash = indentAt(text, start);
  return linesBehind(file, behindComments(text, last.end, dash), lines(dash));
}

/** Comments below a case that stand deeper than its dash belong to it. */
function behindComments(text: string, offset: number, dash: string): number {
  const eol = '(?:\\r\\n|\\n|\\r)';
  const own = new RegExp(`[^\\r\\n]*(?:${eol}(?:[ \\t]*${eol})*${dash} +#[^\\r\\n]*)*`, 'y');
  own.lastIndex = offset;
  return offset + (own.exec(text)?.[0].length ?? 0);
}
