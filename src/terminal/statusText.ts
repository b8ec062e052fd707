import type { Action } from '../rollout/decide.js';
import type {
  ArmStatus,
  EvidenceStatus,
  JudgedMetricStatus,
  MetricStatus,
  ServedStatus,
  StageStatus,
  StateSummary,
  StatusDocument,
} from '../project/status.js';
import { verdictWords } from '../rollout/judgedWords.js';
import { segmentLabel } from '../rollout/split.js';
import { watcherName } from '../rollout/watchWords.js';
import { shortVersion } from '../workspace/version.js';
import { inOneLine } from './escape.js';
import { table } from './table.js';

/** A state in a few words: `running canary (5 %), stage 2 of 5`. */
export function stateWords({ state, stage }: Pick<StateSummary, 'state' | 'stage'>): string {
  return stage ? `${state} ${stageWords(stage)}, stage ${stage.index + 1} of ${stage.of}` : state;
}

/** A status for people. */
export function statusText(status: StatusDocument): string {
  const {
    name,
    environment,
    baseline,
    candidate,
    served,
    gates,
    held,
    next,
    approvals,
    ended,
    notes,
    started,
    evidence,
    watcher,
  } = status;
  const rows: (readonly [string, string])[] = [];
  if (candidate !== null && baseline !== null)
    rows.push([
      'rollout',
      `${shortVersion(baseline)} → ${shortVersion(candidate)}, ${status.rollout ?? ''}, attempt ${status.attempt ?? 1}`,
    ]);
  else if (baseline !== null) rows.push(['released', shortVersion(baseline)]);
  if (started) rows.push(['started', `${started.at} by ${started.by.name}`]);
  const gateTexts = new Set(gates.map(({ text }) => text));
  if (held) rows.push(['held', gateTexts.has(held.detail) ? held.cause : `${held.cause}: ${held.detail}`]);
  rows.push(['served', servedText(served, gateTexts)]);
  if (status.deadline !== null) rows.push(['deadline', status.deadline]);
  for (const gate of gates) rows.push([`gate ${gate.name}`, `${gate.state}: ${gate.text}`]);
  for (const { by, at } of approvals) rows.push(['approved', `${at} by ${by.name} <${by.email}>`]);
  if (next) rows.push(['next', nextWords(next)]);
  if (ended && !candidate)
    rows.push([
      'ended',
      `${ended.rollout} (${shortVersion(ended.baseline)} → ${shortVersion(ended.candidate)}) ${endWords(ended)}, ${ended.at}`,
    ]);
  if (candidate !== null)
    rows.push(['watched', watcher ? `by ${watcherName(watcher)}, autopilot ${watcher.autopilot}` : 'by nobody']);
  for (const note of notes) rows.push(['note', note]);
  return [
    `${name} in ${environment}: ${stateWords(status)}`,
    table(rows, '  '),
    ...(evidence ? evidenceLines(evidence) : []),
    '',
  ].join('\n');
}

function servedText({ is, words, detail }: ServedStatus, gateTexts: ReadonlySet<string>): string {
  if (is === 'expected' || detail === null) return words ?? '';
  return words !== null && gateTexts.has(detail) ? `${is}: ${words}` : `${is}: ${detail}`;
}

function nextWords(action: Action): string {
  switch (action.do) {
    case 'advance':
      return 'every gate is met: the rules would advance';
    case 'data-returned':
      return 'data is back: the rules would let it run again';
    case 'hold':
      return `the rules would hold it (${action.cause})`;
    case 'rollback':
      return `the rules would roll it back (${action.cause})`;
  }
}

function endWords({ how, cause, detail }: NonNullable<StatusDocument['ended']>): string {
  const why = [cause, detail].filter(Boolean).join(': ');
  return `${how.replace('_', ' ')}${why === '' ? '' : ` (${why})`}`;
}

function stageWords({ name, traffic, only }: StageStatus): string {
  return `${name} (${traffic} %${only ? ` of ${segmentLabel(only)}` : ''})`;
}

/** The arms side by side (the arm of segments only where it has units), and what is in none of them. */
function evidenceLines({ arms, judged, mixed, unknownVersions, late, skipped, failure }: EvidenceStatus): string[] {
  const shown = Object.entries(arms).filter(([arm, { units }]) => arm !== 'segment' || units > 0);
  const metrics = Object.keys(arms.candidate.metrics);
  if (metrics.length === 0 && shown.every(([, { units }]) => units === 0)) return [];
  const beside = [
    ...(failure === null ? [] : [failure]),
    ...(mixed > 0 ? [`${mixed} units in both arms are not counted`] : []),
    ...(unknownVersions > 0 ? [`${unknownVersions} lines of other versions are not counted`] : []),
    ...(late > 0 ? [`${late} lines came after their unit was counted, and are not`] : []),
    ...(skipped.lines > 0 ? [`${skipped.lines} lines could not be used (${skipped.reason ?? ''})`] : []),
  ];
  const verdicts = judged ? [['verdict', '', ...metrics.map((name) => verdictOf(judged.metrics[name]))]] : [];
  const rows = [
    ['arm', 'units', ...metrics],
    ...shown.map(([arm, status]) => armRow(arm, status, metrics)),
    ...verdicts,
  ];
  return [table(rows, '  '), ...beside.map((text) => `  ${inOneLine(text)}`)];
}

function verdictOf(judged: JudgedMetricStatus | undefined): string {
  return (judged && verdictWords(judged.verdict, judged.harm ?? 0, judged.proof)) ?? '–';
}

function armRow(arm: string, { units, metrics }: ArmStatus, names: readonly string[]): string[] {
  return [arm, String(units), ...names.map((name) => metricWords(metrics[name]))];
}

function metricWords(metric: MetricStatus | undefined): string {
  if (!metric || metric.value === null) return '–';
  return metric.is === 'rate'
    ? `${Number((metric.value * 100).toFixed(2))} %`
    : String(Number(metric.value.toPrecision(4)));
}
