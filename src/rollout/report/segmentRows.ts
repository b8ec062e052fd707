import type { Block } from '../../evidence/blocks.js';
import { delayOf, firstOpen } from '../../evidence/statistics/counted.js';
import type { ArmValue } from '../../evidence/statistics/judgement.js';
import { nothing, plus } from '../../evidence/statistics/windows.js';
import { isJudged } from '../countedFor.js';
import type { Metric } from '../strategy/strategy.js';
import type { ReportInput } from './reportInput.js';
import { blocksAStep, type Steps } from './steps.js';

/** What was seen of a metric within one value of an attribute. */
export interface SegmentRow {
  readonly attribute: string;
  readonly value: string;
  readonly baseline?: ArmValue;
  readonly candidate?: ArmValue;
  /** Most of the evidence for the rollback comes from here. */
  readonly isCulprit: boolean;
}

/** The segments that a metric is also watched by: the culprit first, then by how many units have the candidate. */
export function* segmentRows(
  { rollout, evidence, judged, at }: ReportInput,
  metric: Pick<Metric, 'name' | 'settle' | 'segments'>,
): Steps<readonly SegmentRow[]> {
  const { culprit } = judged?.rollback ?? {};
  const { block } = rollout.strategy;
  const before = firstOpen({ now: at, block }) - delayOf({ block }, metric);
  const isCounted = isJudged(rollout);
  function* total(blocks: readonly Block[]): Steps<ArmValue | undefined> {
    let [sums, done] = [nothing, 0];
    for (const one of blocks) {
      if (++done % blocksAStep === 0) yield undefined;
      if (one.index < before && isCounted(one)) sums = plus(sums, one.metrics[metric.name]);
    }
    return sums.n === 0 ? undefined : { units: sums.n, value: sums.sum / sums.n };
  }
  const rows: SegmentRow[] = [];
  for (const { attribute, value, blocks } of evidence?.segments ?? []) {
    if (!metric.segments.includes(attribute)) continue;
    yield undefined;
    const baseline = yield* total(blocks.baseline);
    const candidate = yield* total(blocks.candidate);
    const isCulprit =
      culprit?.metric === metric.name && culprit.segment?.attribute === attribute && culprit.segment.value === value;
    rows.push({ attribute, value, ...(baseline && { baseline }), ...(candidate && { candidate }), isCulprit });
  }
  const units = ({ candidate }: SegmentRow): number => candidate?.units ?? 0;
  return rows.sort((a, b) => Number(b.isCulprit) - Number(a.isCulprit) || units(b) - units(a));
}
