import type { Evidence } from '../../evidence/evidence.js';
import type { Observation } from '../../rollout/observe.js';
import type { Rollout } from '../../rollout/state.js';
import type { Margin, Metric } from '../../rollout/strategy/strategy.js';
import type { PromptHandle } from '../projects.js';
import { row, type RolloutNode } from './rolloutNode.js';

/** What is measured on a live rollout, and what the data could not be used for. */
export function metricsNodes(handle: PromptHandle, { evidence }: Observation, live: Rollout): readonly RolloutNode[] {
  const { metrics, offline } = live.strategy;
  const offlineRow = offline
    ? [
        row(handle, 'note', {
          key: 'offline',
          label: 'Offline evaluation',
          description: 'not evaluated yet',
          tooltip: 'The offline gate of the strategy is not evaluated yet and holds nothing back.',
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
      tooltip: `Units since the rollout began: ${units}.\nThe metrics are shown, not judged yet.`,
      look: 'metrics',
      children: [...metrics.map((metric) => metricNode(handle, metric, evidence)), ...unusedRows(handle, evidence)],
      open: true,
    }),
  ];
}

function unitWords({ arms }: Evidence): string {
  const { candidate, baseline, segment } = arms;
  const inSegment = segment.units > 0 ? ` · segment ${count(segment.units)}` : '';
  return `candidate ${count(candidate.units)} · baseline ${count(baseline.units)}${inSegment}`;
}

function metricNode(handle: PromptHandle, metric: Metric, evidence: Evidence | undefined): RolloutNode {
  const { candidate, baseline, segment } = evidence?.arms ?? {};
  const value = (arm: typeof candidate): string | undefined => {
    const counted = arm?.metrics[metric.name];
    return counted && valueWords(metric, counted.value);
  };
  const of = (arm: typeof candidate): string | undefined => {
    const units = arm?.metrics[metric.name]?.units;
    return units === undefined ? undefined : `${value(arm) ?? ''} of ${count(units)}`;
  };
  const [own, other, inSegment] = [of(candidate), of(baseline), of(segment)];
  // How many units is said one row above, and in the tooltip.
  const parts = [
    value(candidate),
    other && `baseline ${value(baseline) ?? ''}`,
    inSegment && `segment ${value(segment) ?? ''}`,
  ];
  return row(handle, 'metric', {
    key: `metric ${metric.name}`,
    label: metric.name,
    description: parts.filter(Boolean).join(' · ') || 'no data yet',
    tooltip: metricTooltip(metric, { own, other, inSegment }),
    look: 'metric',
  });
}

function metricTooltip(
  metric: Metric,
  { own, other, inSegment }: Readonly<Record<'own' | 'other' | 'inSegment', string | undefined>>,
): string {
  const { name, role, margin, goal, limit, expect, settle } = metric;
  const better = goal && `should get better by ${amount(metric, goal)}`;
  const worse = margin && `must not get worse by more than ${amount(metric, margin)}`;
  return [
    `${name} is a ${role === 'success' ? 'success metric' : 'guardrail'}: it ${[better, worse].filter(Boolean).join(' and ') || 'is only watched'}.`,
    `Candidate: ${own ?? 'no settled unit yet'}. Baseline: ${other ?? 'no settled unit yet'}.`,
    ...(inSegment ? [`Units that have the candidate by a segment rule, compared with nobody: ${inSegment}.`] : []),
    `Expected from history: ${valueWords(metric, expect)}.${limit === undefined ? '' : ` Absolute limit: ${valueWords(metric, limit)}.`}`,
    ...(settle > 0 ? ['A unit counts once its outcome is final.'] : []),
    'Not judged yet.',
  ].join('\n');
}

function unusedRows(handle: PromptHandle, evidence: Evidence | undefined): RolloutNode[] {
  if (!evidence) return [];
  const { mixed, unknownVersions, skipped, failure } = evidence;
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

/** A rate as `4.1 %`, a mean with three significant digits. */
function valueWords(metric: Metric, value: number): string {
  return metric.is === 'rate' ? `${(value * 100).toFixed(1)} %` : String(Number(value.toPrecision(3)));
}

function amount(metric: Metric, margin: Margin): string {
  if ('relative' in margin) return `${Number((margin.relative * 100).toPrecision(6))} % of the baseline`;
  return metric.is === 'rate' ? `${Number((margin.absolute * 100).toPrecision(6))} points` : String(margin.absolute);
}

/** With thousands set apart: `9,871`. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
