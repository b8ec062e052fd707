import { blocks, folded, line } from '../../prompts/markdown.js';
import { shorten } from '../../prompts/shorten.js';
import type { CaseComparison, RunComparison, Tally } from '../comparison/compareRuns.js';
import type { CaseResult } from '../caseResult.js';
import type { Evaluation } from '../evaluation.js';
import { figuresOf } from '../evaluationFigures.js';
import { outputOf, reasonsOf, resultSentences, scoreDeltaWords } from '../evaluationWords.js';
import { caseGroups } from './caseGroups.js';
import { versionsWords, type ReportNames } from './reportNames.js';

/** A comment of a host takes 65,536 characters; so many regressions and characters of an output are told. */
const most = 20;
const longest = 1000;

/** An evaluation for a comment on a pull request: whether it holds, then regressions with both outputs, then the rest. */
export function markdown(evaluation: Evaluation, names: ReportNames): string {
  const { verdict, comparison, cases } = evaluation;
  const { regressions, failing, silent } = caseGroups(evaluation);
  return blocks([
    `### ${verdict.holds ? '✅' : '❌'} ${line(names.prompt)}: ${line(versionsWords(names))}`,
    ...(verdict.holds ? [] : [list(verdict.reasons)]),
    resultSentences(evaluation),
    summaryTable(evaluation),
    ...(regressions.length > 0 ? [`#### Regressions`, ...some(regressions, regression)] : []),
    ...details(`Failing as before, or without a baseline (${failing.length})`, failing),
    ...details(`Without a verdict (${silent.length})`, silent),
    ...(comparison ? tallies(comparison) : []),
    ...folded(
      `Not supported (${cases.unsupported.length})`,
      cases.unsupported.map(({ what, why, where }) => `- ${code(what)} in ${code(where.path)}: ${line(why)}`),
    ),
  ]);
}

function summaryTable(evaluation: Evaluation): string {
  const figures = figuresOf(evaluation);
  const rows = figures.map(({ name, baseline, candidate }) => `| ${name} | ${baseline ?? '–'} | ${candidate ?? '–'} |`);
  const delta = scoreDeltaWords(evaluation);
  return [
    '| | baseline | candidate |',
    '|---|---|---|',
    ...rows,
    ...(delta === undefined ? [] : [`| score difference | | ${delta} |`]),
  ].join('\n');
}

function regression({ id, critical, baseline, candidate }: CaseComparison): string {
  return blocks([
    `**${line(id)}**${critical ? ' (critical)' : ''}`,
    list(reasonsOf(candidate)),
    '<details><summary>Outputs</summary>',
    'Baseline:',
    fenced(baseline ? outputOf(baseline) : undefined),
    'Candidate:',
    fenced(outputOf(candidate)),
    '</details>',
  ]);
}

function details(title: string, results: readonly CaseResult[]): readonly string[] {
  return folded(
    title,
    some(results, (result) => `- **${line(result.case.id)}** ${line(reasonsOf(result).join(' '))}`),
  );
}

function tallies({ byTag, byGrader }: RunComparison): readonly string[] {
  const row = ({ name, wins, regressions, ties }: Tally): string =>
    `| ${line(name)} | ${regressions} | ${wins} | ${ties} |`;
  const rows = [...byTag, ...byGrader].filter(({ wins, regressions }) => wins + regressions > 0).map(row);
  if (rows.length === 0) return [];
  return [['| tag or grader | regressions | wins | ties |', '|---|---|---|---|', ...rows].join('\n')];
}

function some<T>(items: readonly T[], words: (item: T) => string): readonly string[] {
  const more = items.length - most;
  return [...items.slice(0, most).map(words), ...(more > 0 ? [`- and ${more} more`] : [])];
}

/** Text as it is: the fence is longer than any in it. */
function fenced(text: string | undefined): string {
  if (text === undefined) return '*none*';
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${shorten(text, longest)}\n${fence}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${line(item)}`).join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
