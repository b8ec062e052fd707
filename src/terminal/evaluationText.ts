import type { CaseComparison } from '../evaluation/comparison/compareRuns.js';
import type { CaseResult } from '../evaluation/caseResult.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import {
  comparisonSentence,
  coverageWords,
  outputOf,
  percent,
  reasonsOf,
  scoreDeltaWords,
} from '../evaluation/evaluationWords.js';
import { caseGroups } from '../evaluation/reports/caseGroups.js';
import { versionsWords, type ReportNames } from '../evaluation/reports/reportNames.js';
import { shorten } from '../prompts/shorten.js';
import { inOneLine } from './escape.js';
import { table } from './table.js';

/** So many cases of a kind are told one by one. */
const most = 20;
const longest = 160;

/** An evaluation for people: the verdict, what regressed with both outputs, then figures and the rest. */
export function evaluationText(found: Evaluation, names: ReportNames): string {
  const { verdict, comparison, cases } = found;
  const { regressions, failing, silent } = caseGroups(found);
  return `${[
    `${names.prompt} ${versionsWords(names)}: ${verdict.holds ? 'the offline gate holds' : 'the offline gate does not hold'}`,
    ...verdict.reasons.map((reason) => `  ${reason}`),
    comparisonSentence(found),
    '',
    figures(found),
    ...section('Regressions', regressions, regressionLines, Infinity),
    ...section(comparison ? 'Failing with both versions, or only compared here' : 'Failing', failing, resultLines),
    ...(silent.length > 0 ? ['', `Without a verdict (${silent.length})`, ...byReason(silent)] : []),
    ...section('Not supported', cases.unsupported, ({ what, why, where }) => [
      inOneLine(`  ${what} in ${where.path}: ${why}`),
    ]),
    ...section('Warnings', cases.warnings, (line) => [`  ${inOneLine(line)}`]),
  ].join('\n')}\n`;
}

function figures(found: Evaluation): string {
  const { summary, before, comparison } = found;
  const score = (value: number | undefined): string => (value === undefined ? '–' : percent(value));
  const delta = scoreDeltaWords(found);
  const { cost, tokens } = comparison ?? {};
  return table([
    ['', ...(before ? ['baseline'] : []), 'candidate'],
    ['passed', ...(before ? [`${before.passed}/${before.cases}`] : []), `${summary.passed}/${summary.cases}`],
    [
      'score',
      ...(before ? [score(before.score)] : []),
      `${score(summary.score)}${delta === undefined ? '' : `  ${delta}`}`,
    ],
    ...(tokens?.candidate === undefined
      ? []
      : [['tokens', (tokens.baseline ?? 0).toFixed(0), tokens.candidate.toFixed(0)]]),
    ...(cost?.candidate === undefined
      ? []
      : [['cost', `$${(cost.baseline ?? 0).toPrecision(3)}`, `$${cost.candidate.toPrecision(3)}`]]),
    ['coverage', ...(before ? [''] : []), coverageWords(found)],
  ]);
}

function regressionLines({ id, critical, baseline, candidate }: CaseComparison): readonly string[] {
  return [
    `  ${id}${critical ? ' (critical)' : ''}`,
    ...reasonsOf(candidate).map((reason) => `    ${inOneLine(reason)}`),
    ...outputLine('baseline', baseline),
    ...outputLine('candidate', candidate),
  ];
}

function resultLines(result: CaseResult): readonly string[] {
  return [`  ${result.case.id}`, ...reasonsOf(result).map((reason) => `    ${inOneLine(reason)}`)];
}

/** Cases that lack the same are told together. */
function byReason(results: readonly CaseResult[]): readonly string[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) {
    const reason = reasonsOf(result).join(' ');
    groups.set(reason, [...(groups.get(reason) ?? []), result]);
  }
  const shown = [...groups].slice(0, most).flatMap(([reason, group]) => {
    const ids = group.slice(0, most).map(({ case: { id } }) => id);
    const more = group.length > most ? [`and ${group.length - most} more`] : [];
    return [`  ${inOneLine(reason)}`, `    ${[...ids, ...more].join(', ')}`];
  });
  return groups.size > most ? [...shown, `  and ${groups.size - most} more reasons`] : shown;
}

function outputLine(label: string, result: CaseResult | undefined): readonly string[] {
  const text = result && outputOf(result);
  return text === undefined ? [] : [`    ${label}: ${shorten(inOneLine(text), longest)}`];
}

/** Some things under a title with their number; nothing where there are none. */
function section<T>(
  title: string,
  items: readonly T[],
  linesOf: (item: T) => readonly string[],
  told = most,
): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length > told ? [`  and ${items.length - told} more`] : [];
  return ['', `${title} (${items.length})`, ...items.slice(0, told).flatMap(linesOf), ...more];
}
