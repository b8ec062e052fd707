import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { graders, modelGraders } from '../../../src/evaluation/graders/graders.js';
import type { GraderWords } from '../../../src/evaluation/graders/grader.js';
import { unsupportedGraders } from '../../../src/evaluation/graders/unsupported.js';
import { readAnswers, type Answer } from './answers.js';
import { agrees, askUs } from './ours.js';
import { pairs, type Pair } from './pairs.js';

const page = new URL('../../../docs/graders.md', import.meta.url);

/** `docs/graders.md` as it is, and as it should be: what stands between its marks is made of the code. */
export async function gradersPage(): Promise<{ readonly is: string; readonly should: string }> {
  const { version, answers } = await readAnswers();
  const compared = compare(answers);
  const sections: Readonly<Record<string, string>> = {
    graders: gradersTable(compared),
    unsupported: table(
      ['grader', 'why not'],
      unsupportedGraders.map(([why, names]) => [names.map(code).join(', '), why]),
    ),
    oracle: comparisonText(version, compared),
  };
  const is = await readFile(page, 'utf8');
  const filled = is.replace(
    /(<!-- (\w+) -->\n)[^]*?(<!-- \/\2 -->)/g,
    (_, from: string, name: string, to: string) => `${from}\n${sections[name] ?? ''}\n${to}`,
  );
  const style = await resolveConfig(page);
  return { is, should: await format(filled, { ...style, parser: 'markdown' }) };
}

/** Brings the page up to date. */
export async function writeGradersPage(): Promise<void> {
  await writeFile(page, (await gradersPage()).should);
}

interface Compared {
  readonly pair: Pair;
  /** Of its assertion, without `not-`; of several, none. */
  readonly grader: string | undefined;
  readonly isAlike: boolean;
}

function compare(answers: readonly Answer[]): readonly Compared[] {
  const ours = askUs(pairs);
  return pairs.map((pair, at) => {
    const [only, ...more] = pair.assert;
    const grader = only?.weight === undefined && more.length === 0 ? only?.type.replace(/^not-/, '') : undefined;
    return { pair, grader, isAlike: agrees(ours[at]!, answers[at]!) };
  });
}

function gradersTable(compared: readonly Compared[]): string {
  const rows = [...graders.values(), ...modelGraders.values()].map((grader) => [
    code(grader.name),
    grader.summary,
    grader.value || 'none',
    comparedWords(grader, compared),
  ]);
  return table(['grader', 'holds where', '`value`, `threshold`', 'next to promptfoo'], rows);
}

function comparedWords({ name, origin }: GraderWords, compared: readonly Compared[]): string {
  if (origin === 'GitHub') return "GitHub's";
  if (origin === 'ours') return 'promptfoo has none';
  const own = compared.filter(({ grader }) => grader === name);
  if (own.length === 0) return 'not compared';
  const different = own.filter(({ isAlike }) => !isAlike).length;
  return `${own.length} pairs, ${different === 0 ? 'alike' : `${different} differ`}`;
}

function comparisonText(version: string, compared: readonly Compared[]): string {
  const different = compared.filter(({ isAlike }) => !isAlike);
  const reasons = [...new Set(different.map(({ pair }) => pair.differs ?? 'not explained'))].map((reason) => {
    const types = different.filter(({ pair }) => pair.differs === reason);
    const names = [...new Set(types.flatMap(({ pair }) => pair.assert.map(({ type }) => type)))];
    return [names.length === 0 ? 'none' : names.map(code).join(', '), String(types.length), reason];
  });
  const alike = compared.length - different.length;
  return [
    `promptfoo ${version} and we were asked about ${compared.length} pairs of an output and its assertions: ` +
      `**${alike} alike** in verdict and score, ${different.length} different, on purpose. ` +
      'Where promptfoo ends with an error, it counts as a fail with score 0.',
    table(['assertions', 'pairs', 'difference'], reasons),
  ].join('\n\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
