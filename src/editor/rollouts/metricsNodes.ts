import type { Evidence } from '../../evidence/evidence.js';
import { offlineWords } from '../../rollout/eventWords.js';
import type { Observation } from '../../rollout/observe.js';
import type { Rollout } from '../../rollout/state.js';
import type { JudgedMetric } from '../../evidence/statistics/judged.js';
import { armWords, verdictWords, wayTo } from '../../rollout/judgedWords.js';
import { intervalWords, promiseWords, valueWords } from '../../rollout/metricWords.js';
import type { Metric } from '../../rollout/strategy/strategy.js';
import type { PromptHandle } from '../projects.js';
import { row, type RolloutNode } from './rolloutNode.js';

/** What is measured on a live rollout, and what the data could not be used for. */
export function metricsNodes(handle: PromptHandle, seen: Observation, live: Rollout): readonly RolloutNode[] {
  const { evidence } = seen;
  const { metrics, offline } = live.strategy;
  const offlineRow = offline
    ? [
        row(handle, 'note', {
          key: 'offline',
          label: 'Offline evaluation',
          description: live.offline ? offlineWords(live.offline) : 'not evaluated',
          tooltip: live.offline
            ? `Before the start: ${offlineWords(live.offline)}, ${live.offline.graded} of ${live.offline.cases} graded.`
            : 'This rollout was started before offline gates were evaluated.',
          look: 'note',
        }),
      ]
    : [];
  if (metrics.length === 0) {
    const tooltip = 'The strategy has no metrics: stages advance on bake and approvals alone.';
    return [
      ...offlineRow,
      row(handle, 'note', { key: 'unmeasured', label: 'nothing is measured', tooltip, look: 'note' }),
    ];
  }
  const units = evidence ? unitWords(evidence) : 'no data yet';
  return [
    ...offlineRow,
    row(handle, 'metrics', {
      label: 'Metrics',
      description: units,
      tooltip: `Units since the rollout began: ${units}.\nThe arms are compared block by block, so looking often errs no more than looking once.`,
      look: 'metrics',
      children: [...metrics.map((metric) => metricNode(handle, metric, seen)), ...unusedRows(handle, evidence)],
      open: true,
    }),
  ];
}

function unitWords({ arms }: Evidence): string {
  const { candidate, baseline, segment } = arms;
  const inSegment = segment.units > 0 ? ` · segment ${count(segment.units)}` : '';
  return `candidate ${count(candidate.units)} · baseline ${count(baseline.units)}${inSegment}`;
}

function metricNode(handle: PromptHandle, metric: Metric, { evidence, judged }: Observation): RolloutNode {
  const found = judged?.metrics.find(({ name }) => name === metric.name);
  const { candidate, baseline } = evidence?.arms ?? {};
  const valueIn = (arm: typeof candidate): number | undefined => arm?.metrics[metric.name]?.value;
  // A view is narrow: the rest is a row each below, and a sentence in the tooltip.
  const parts = [
    found && verdictWords(found.verdict, found.harm ? wayTo(found.harm) : 0, wayTo(found.proof)),
    comparedWords(metric, valueIn(candidate), valueIn(baseline)),
  ];
  return row(handle, 'metric', {
    key: `metric ${metric.name}`,
    label: metric.name,
    description: parts.filter(Boolean).join(' · ') || 'no data yet',
    tooltip: metricTooltip(metric, found, evidence),
    look: found?.verdict === 'harm' ? 'warning' : found?.verdict === 'proven' ? 'gateMet' : 'metric',
    children: found && found.verdict !== 'no data' ? figureRows(handle, metric, found) : [],
  });
}

/** `4.1 vs 3.9 %`: the candidate's value, and the baseline's. */
function comparedWords(metric: Metric, own: number | undefined, other: number | undefined): string | undefined {
  if (own === undefined) return other === undefined ? undefined : `baseline ${valueWords(metric, other)}`;
  const [one, two] = [valueWords(metric, own), other === undefined ? undefined : valueWords(metric, other)];
  return two === undefined ? one : `${one.replace(/ %$/, '')} vs ${two}`;
}

/** What the verdict rests on. */
function figureRows(handle: PromptHandle, metric: Metric, found: JudgedMetric): readonly RolloutNode[] {
  const { interval, harm, limit, proof, candidate, baseline } = found;
  const figure = (label: string, description: string): RolloutNode =>
    row(handle, 'note', { key: `metric ${metric.name} ${label}`, label, description, look: 'figure' });
  const worst = [harm, limit].flatMap((toward) => (toward ? wayTo(toward) : []));
  return [
    ...(interval ? [figure('difference', intervalWords(metric, interval))] : []),
    ...(worst.length > 0 ? [figure('toward harm', `${Math.max(...worst)} %`)] : []),
    figure('toward proof', `${wayTo(proof)} %`),
    figure('samples', `${count(candidate?.units ?? 0)} vs ${count(baseline?.units ?? 0)}`),
  ];
}

function metricTooltip(metric: Metric, found: JudgedMetric | undefined, evidence: Evidence | undefined): string {
  const { name, expect, settle } = metric;
  const inSegment = evidence?.arms.segment.metrics[name];
  return [
    `${name} ${promiseWords(metric)}.`,
    ...(found ? judgedSentences(metric, found) : ['There is no data yet.']),
    ...(inSegment
      ? [
          `Units that have the candidate by a segment rule are compared with nobody: ${valueWords(metric, inSegment.value)} of ${count(inSegment.units)}.`,
        ]
      : []),
    `From history ${valueWords(metric, expect)} was expected.${settle > 0 ? ' A unit counts once its outcome is final.' : ''}`,
  ].join('\n');
}

/** Two sentences that need no statistics: what is seen, and how sure it is. */
function judgedSentences(metric: Metric, found: JudgedMetric): readonly string[] {
  const { verdict, harm, limit, proof, interval } = found;
  if (verdict === 'no data') return ['There is not enough data yet to compare the arms.'];
  const difference = interval ? ` The difference is very likely ${intervalWords(metric, interval)}.` : '';
  const seen = `Seen so far: ${armWords(metric, found)}.${difference}`;
  if (verdict === 'harm') return [seen, 'It is worse than allowed, and that is no accident.'];
  if (verdict === 'proven') return [seen, 'That it keeps what was asked is proven.'];
  const worse = Math.max(...[harm, limit].map((toward) => (toward ? wayTo(toward) : 0)));
  const bad = harm || limit ? `${worse} % of the way to a rollback, and ` : '';
  return [seen, `Not decided: ${bad}${wayTo(proof)} % of the way to proof.`];
}

function unusedRows(handle: PromptHandle, evidence: Evidence | undefined): RolloutNode[] {
  if (!evidence) return [];
  const { mixed, unknownVersions, late = 0, skipped, failure } = evidence;
  const note = (key: string, label: string, tooltip: string, look: 'note' | 'warning' = 'warning'): RolloutNode =>
    row(handle, 'note', { key, label, tooltip, look });
  return [
    ...(failure === undefined ? [] : [note('failure', failure, `The data cannot be read: ${failure}`)]),
    ...(mixed > 0
      ? [
          note(
            'mixed',
            plural(mixed, 'mixed unit'),
            'These units were seen in more than one arm. They are in no other count.',
          ),
        ]
      : []),
    ...(unknownVersions > 0
      ? [
          note(
            'unknown',
            `${plural(unknownVersions, 'line')} of other versions`,
            'These lines name a version that is neither baseline nor candidate, or none. They are in no other count. Some are to be expected until every application has read the flag.',
            'note',
          ),
        ]
      : []),
    ...(late > 0
      ? [
          note(
            'late',
            plural(late, 'late line'),
            'These lines came after their unit was counted for good. They are in no other count. Where there are many, give the metrics a longer `settle`.',
            'note',
          ),
        ]
      : []),
    ...(skipped.lines > 0
      ? [
          note(
            'skipped',
            `${plural(skipped.lines, 'line')} skipped`,
            `These lines could not be used. The first: ${skipped.reason ?? 'no reason known'}.`,
          ),
        ]
      : []),
  ];
}

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** With thousands set apart: `9,871`. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
