import type { Evidence } from '../../evidence/evidence.js';
import { offlineWords } from '../../rollout/eventWords.js';
import type { Observation } from '../../rollout/observe.js';
import type { Rollout } from '../../rollout/state.js';
import type { JudgedMetric } from '../../evidence/statistics/judged.js';
import { armWords, verdictWords, wayTo } from '../../rollout/judgedWords.js';
import { amountWords, intervalWords, valueWords } from '../../rollout/metricWords.js';
import type { Margin, Metric } from '../../rollout/strategy/strategy.js';
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
  const { candidate, baseline, segment } = evidence?.arms ?? {};
  const value = (arm: typeof candidate): string | undefined => {
    const counted = arm?.metrics[metric.name];
    return counted && valueWords(metric, counted.value);
  };
  const [own, other, inSegment] = [value(candidate), value(baseline), value(segment)];
  // How many units is said one row above, and in the tooltip.
  const compared =
    own !== undefined && other !== undefined ? `${own} vs ${other}` : (own ?? (other && `baseline ${other}`));
  const parts = [
    compared,
    found && verdictWords(found.verdict, found.harm ? wayTo(found.harm) : 0, wayTo(found.proof)),
    inSegment && `segment ${inSegment}`,
  ];
  return row(handle, 'metric', {
    key: `metric ${metric.name}`,
    label: metric.name,
    description: parts.filter(Boolean).join(' · ') || 'no data yet',
    tooltip: metricTooltip(metric, found, evidence),
    look: found?.verdict === 'harm' ? 'warning' : found?.verdict === 'proven' ? 'gateMet' : 'metric',
  });
}

function metricTooltip(metric: Metric, found: JudgedMetric | undefined, evidence: Evidence | undefined): string {
  const { name, role, margin, goal, limit, expect, settle } = metric;
  const inSegment = evidence?.arms.segment.metrics[name];
  return [
    `${name} ${promiseWords(role, metric, margin, goal)}${limit === undefined ? '' : `, and must not pass ${valueWords(metric, limit)}`}.`,
    ...(found ? judgedSentences(metric, found) : ['There is no data yet.']),
    ...(inSegment
      ? [
          `Units that have the candidate by a segment rule are compared with nobody: ${valueWords(metric, inSegment.value)} of ${count(inSegment.units)}.`,
        ]
      : []),
    `From history ${valueWords(metric, expect)} was expected.${settle > 0 ? ' A unit counts once its outcome is final.' : ''}`,
  ].join('\n');
}

function promiseWords(role: Metric['role'], metric: Metric, margin?: Margin, goal?: Margin): string {
  if (role === 'success') return goal ? `should get better by ${amountWords(metric, goal)}` : 'is only watched';
  return margin ? `must not get worse by more than ${amountWords(metric, margin)}` : 'is only watched';
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
