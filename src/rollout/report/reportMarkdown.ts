import { formatDuration } from '../../prompts/duration.js';
import { blocks, folded, line } from '../../prompts/markdown.js';
import { intervalWords, promiseWords, valueWords } from '../metricWords.js';
import type { ArmValue } from '../../evidence/statistics/judgement.js';
import type { Metric } from '../strategy/strategy.js';
import type { MetricReport } from './metricReport.js';
import { mermaidChart } from './mermaidChart.js';
import type { Report } from './report.js';
import { overrideSentences, subtitleOf } from './reportSentences.js';
import { count, timeWords } from './reportWords.js';
import { verdictOf } from './verdictOf.js';

/** A comment of a host takes 65,536 characters; so many decisions (the last) and segments of a metric are told. */
const most = { decisions: 40, segments: 10 } as const;

const signs = { running: '🔵', good: '✅', warning: '⚠️', bad: '❌' } as const;

/** A report for a comment on a pull request: how it stands, the metrics, evidence and split as a Mermaid chart, and who decided what. */
export function reportMarkdown(report: Report): string {
  const { name, standing, metrics } = report;
  return blocks([
    `### ${signs[standing.tone]} ${line(name)}: ${line(standing.words)}`,
    ...(standing.detail === undefined ? [] : [line(standing.detail)]),
    line(subtitleOf(report)),
    ...overrideSentences(report).map((words) => `> **${line(words)}**`),
    ...(report.remarks.length > 0 ? [report.remarks.map((remark) => `- ${line(remark)}`).join('\n')] : []),
    ...(metrics.length > 0 ? [metricsTable(metrics)] : []),
    ...mermaidChart(report),
    ...metrics.flatMap(segmentsTable),
    ...folded(`Decisions (${report.marks.length})`, decisionLines(report)),
    ...folded(`Stages (${report.stages.length})`, stageLines(report)),
  ]);
}

function metricsTable(metrics: readonly MetricReport[]): string {
  return table(
    ['metric', 'baseline', 'candidate', 'difference, very likely', 'verdict', 'samples'],
    metrics.map((found) => {
      const { metric, baseline, candidate, interval } = found;
      return [
        `**${line(metric.name)}** ${line(promiseWords(metric))}`,
        valueOf(metric, baseline),
        valueOf(metric, candidate),
        interval ? line(intervalWords(metric, interval)) : '–',
        found.verdict === 'harm' ? '**harm**' : verdictOf(found),
        `${unitsOf(candidate)} vs ${unitsOf(baseline)}`,
      ];
    }),
  );
}

function valueOf(metric: Metric, value: ArmValue | undefined): string {
  return value ? valueWords(metric, value.value) : '–';
}

function unitsOf(value: ArmValue | undefined): string {
  return count(value?.units ?? 0);
}

function segmentsTable({ metric, segments }: MetricReport): readonly string[] {
  if (segments.length === 0) return [];
  const more = segments.length - most.segments;
  const rows = segments
    .slice(0, most.segments)
    .map(({ attribute, value, baseline, candidate, isCulprit }) => [
      `${line(attribute)} = ${line(value)}${isCulprit ? ' **← here is the harm**' : ''}`,
      `${valueOf(metric, baseline)} of ${unitsOf(baseline)}`,
      `${valueOf(metric, candidate)} of ${unitsOf(candidate)}`,
    ]);
  return [
    table([`segments of ${line(metric.name)}`, 'baseline', 'candidate'], rows),
    ...(more > 0 ? [`and ${count(more)} more segments`] : []),
  ];
}

function decisionLines({ marks, from, to }: Report): readonly string[] {
  const left = marks.length - most.decisions;
  return [
    ...(left > 0 ? [`The first ${count(left)} are left out.`, ''] : []),
    table(
      ['no.', 'UTC', 'who', 'what'],
      marks
        .slice(-most.decisions)
        .map(({ number, at, who, words }) => [String(number), timeWords(at, to - from), line(who), line(words)]),
    ),
  ];
}

function stageLines({ stages, from, to }: Report): readonly string[] {
  const rows = stages.map(({ words, asks, is, from: since, to: until }) => [
    line(words),
    asks,
    since === undefined ? '–' : timeWords(since, to - from),
    since === undefined || until === undefined ? '–' : formatDuration(until - since),
    is,
  ]);
  return [table(['stage', 'leaving it asks for', 'since, UTC', 'for', 'is'], rows)];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const written = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [written(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(written)].join('\n');
}
