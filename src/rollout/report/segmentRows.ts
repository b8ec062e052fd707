import type { Block, Sums } from '../../evidence/blocks.js';
import { delayOf, firstOpen } from '../../evidence/statistics/counted.js';
import type { ArmValue } from '../../evidence/statistics/judgement.js';
import { nothing, plus } from '../../evidence/statistics/windows.js';
import { countedFor } from '../countedFor.js';
import type { Metric } from '../strategy/strategy.js';
import type { ReportInput } from './reportInput.js';

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
export function segmentRows(
  { rollout, evidence, judged, at }: ReportInput,
  metric: Pick<Metric, 'name' | 'settle' | 'segments'>,
): readonly SegmentRow[] {
  if (!evidence || metric.segments.length === 0) return [];
  const { culprit } = judged?.rollback ?? {};
  const { block } = rollout.strategy;
  const before = firstOpen({ now: at, block }) - delayOf({ block }, metric);
  const rows = countedFor(rollout, evidence, at)
    .segments.filter(({ attribute }) => metric.segments.includes(attribute))
    .map(({ attribute, value, blocks }): SegmentRow => {
      const [baseline, candidate] = [blocks.baseline, blocks.candidate].map((arm) => total(arm, metric.name, before));
      const isCulprit =
        culprit?.metric === metric.name && culprit.segment?.attribute === attribute && culprit.segment.value === value;
      return { attribute, value, ...(baseline && { baseline }), ...(candidate && { candidate }), isCulprit };
    });
  const units = ({ candidate }: SegmentRow): number => candidate?.units ?? 0;
  return rows.sort((a, b) => Number(b.isCulprit) - Number(a.isCulprit) || units(b) - units(a));
}

function total(blocks: readonly Block[], metric: string, before: number): ArmValue | undefined {
  const { n, sum } = blocks
    .filter(({ index }) => index < before)
    .reduce<Sums>((sums, { metrics }) => plus(sums, metrics[metric]), nothing);
  return n === 0 ? undefined : { units: n, value: sum / n };
}
