import type { Arm } from '../../evidence/arm.js';
import { arms } from '../../evidence/arm.js';
import { delayOf, firstOpen } from '../../evidence/statistics/counted.js';
import type { ArmValue, Verdict } from '../../evidence/statistics/judgement.js';
import type { Interval } from '../../evidence/statistics/interval.js';
import type { JudgedMetric } from '../../evidence/statistics/judged.js';
import { wayTo } from '../judgedWords.js';
import type { Metric } from '../strategy/strategy.js';
import { armPoints } from './armPoints.js';
import { reduced, type Point } from './points.js';
import type { ReportInput } from './reportInput.js';
import { timesOf } from './reportTimes.js';
import type { Steps } from './steps.js';
import { segmentRows, type SegmentRow } from './segmentRows.js';
import { wholeWay } from './wayPoints.js';

/** Toward what evidence of a metric goes. */
export type WayName = 'harm' | 'limit' | 'proof';

/** One metric of a rollout: what the strategy asks of it, what was seen, and what that says. */
export interface MetricReport {
  readonly metric: Metric;
  readonly verdict: Verdict;
  /** Settled units that are judged; absent without any. */
  readonly baseline?: ArmValue;
  readonly candidate?: ArmValue;
  /** Units that have the candidate by a segment rule. */
  readonly segment?: ArmValue;
  /** Between which values the truth lies, at all looks at once; absent while there is nothing to compare. */
  readonly interval?: Interval;
  /** Rate or mean over time; arms without units are absent. */
  readonly lines: readonly { readonly arm: Arm; readonly points: readonly Point[] }[];
  /** How far evidence has come over time, 0–1, and in percent now. */
  readonly ways: readonly { readonly name: WayName; readonly points: readonly Point[]; readonly now: number }[];
  /** Where the harm is, first. */
  readonly segments: readonly SegmentRow[];
  /** The rollback budget names it. */
  readonly isCulprit: boolean;
}

/** Pure. One metric of a report. */
export function* metricReport(input: ReportInput, metric: Metric): Steps<MetricReport> {
  const { evidence, judged } = input;
  const found = judged?.metrics.find(({ name }) => name === metric.name);
  const { baseline, candidate, interval } = found ?? {};
  const segment = evidence?.arms.segment.metrics[metric.name];
  return {
    metric,
    verdict: found?.verdict ?? 'no data',
    ...(baseline && { baseline }),
    ...(candidate && { candidate }),
    ...(segment && { segment }),
    ...(interval && { interval }),
    lines: yield* armLines(input, metric),
    ways: yield* waysOf(input, found),
    segments: yield* segmentRows(input, metric),
    isCulprit: judged?.rollback.culprit?.metric === metric.name,
  };
}

function* armLines(input: ReportInput, metric: Metric): Steps<MetricReport['lines']> {
  const { evidence, rollout, at } = input;
  if (!evidence) return [];
  const { block } = rollout.strategy;
  const { from, to, together } = timesOf(input);
  const before = firstOpen({ now: at, block }) - delayOf({ block }, metric);
  const lines: { readonly arm: Arm; readonly points: readonly Point[] }[] = [];
  for (const arm of arms) {
    const points = yield* armPoints(evidence.blocks[arm], metric, { together, before, block });
    yield undefined;
    if (points.length > 0) lines.push({ arm, points: reduced(points, from, to) });
  }
  return lines;
}

const wayNames: readonly WayName[] = ['harm', 'limit', 'proof'];

function* waysOf(input: ReportInput, found: JudgedMetric | undefined): Steps<MetricReport['ways']> {
  const { from, to } = timesOf(input);
  const ways: MetricReport['ways'][number][] = [];
  for (const name of wayNames) {
    const toward = found?.[name];
    if (!toward) continue;
    yield undefined;
    const points = wholeWay(input, ({ metrics }) => metrics.find((metric) => metric.name === found.name)?.[name]);
    yield undefined;
    ways.push({ name, points: reduced(points, from, to), now: wayTo(toward) });
  }
  return ways;
}
