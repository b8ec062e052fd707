import type { Block } from '../blocks.js';
import { axisOf, type Counted } from './counted.js';
import type { Criterion } from './criterion.js';
import { intervalOf } from './interval.js';
import type { Judgement, MetricJudgement, Toward } from './judgement.js';
import { measure } from './measure.js';
import { tooManyMixed } from './mixedUnits.js';
import { ratioCheck } from './ratioCheck.js';
import { rollbackWeights, spendBudget, type Claim } from './rollbackBudget.js';
import { most, type Track } from './track.js';

/**
 * Judges everything that was counted so far. Whoever judges the same blocks comes to the same judgement, whatever was looked
 * at before: what was once reached is found again, at the block where it was.
 */
export function judge(counted: Counted): Judgement {
  const { criteria, blocks, risk } = counted;
  const axis = axisOf(counted);
  const weights = rollbackWeights(criteria);
  const measured = criteria.map((criterion) => measure(criterion, counted, axis));
  const claims = measured.flatMap(({ criterion: { name: metric }, harm, limit, segments }): Claim[] => [
    ...(harm ? [{ metric, by: 'margin' as const, weight: weights.margin, track: harm, segments }] : []),
    ...(limit ? [{ metric, by: 'limit' as const, weight: weights.limit, track: limit, segments: [] }] : []),
  ]);
  const { track, culprit } = spendBudget(claims, risk.rollback, axis.length);
  const enough = -Math.log(risk.rollback);

  const metrics = measured.map(({ criterion, windows, harm, limit, proof, baseline, candidate }): MetricJudgement => {
    const { name, role } = criterion;
    const tracks = {
      ...(harm && { harm: toward(harm, enough - Math.log(weights.margin)) }),
      ...(limit && { limit: toward(limit, enough - Math.log(weights.limit)) }),
      proof: toward(proof, -Math.log(risk.promote)),
    };
    const isHarmed = culprit?.metric === name || isReached(tracks.harm) || isReached(tracks.limit);
    const undecided = windows.length === 0 ? 'no data' : 'undecided';
    return {
      name,
      role,
      verdict: isHarmed ? 'harm' : isReached(tracks.proof) ? 'proven' : undecided,
      ...tracks,
      ...(baseline && { baseline }),
      ...(candidate && { candidate }),
      interval: () => intervalOf(criterion, windows),
    };
  });

  const allProven = (wanted: Criterion['role']): boolean =>
    metrics.every(({ role, proof }) => role !== wanted || isReached(proof));
  const units = (arm: readonly Block[]): number => arm.reduce((sum, block) => sum + block.units, 0);
  return {
    axis,
    metrics,
    rollback: { ...toward(track, enough), ...(culprit && { culprit }) },
    proven: allProven('guardrail'),
    reached: allProven('success'),
    ratio: ratioCheck(blocks, counted.splits),
    tooManyMixed: tooManyMixed(counted.mixed, units(blocks.baseline) + units(blocks.candidate) + units(blocks.segment)),
  };
}

function toward(track: Track, threshold: number): Toward {
  return { track, most: most(track), threshold };
}

function isReached(evidence: Toward | undefined): boolean {
  return evidence !== undefined && evidence.most >= evidence.threshold;
}
