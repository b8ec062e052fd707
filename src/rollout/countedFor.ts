import type { Block, BlocksByArm } from '../evidence/blocks.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Counted, SegmentBlocks } from '../evidence/statistics/counted.js';
import type { Split } from '../evidence/statistics/ratioCheck.js';
import { criterionOf } from './criterionOf.js';
import { sharesAt } from './split.js';
import type { Rollout } from './state.js';
import { wholeTraffic } from './trafficBackend.js';

/**
 * What is judged of a live rollout: its counts, without the times that were set aside.
 * @param now epoch milliseconds
 */
export function countedFor(rollout: Rollout, evidence: Evidence, now: number): Counted {
  const { block, metrics, risk } = rollout.strategy;
  const counts = isJudged(rollout);
  const byArm = ({ baseline, candidate, segment }: BlocksByArm): BlocksByArm => ({
    baseline: baseline.filter(counts),
    candidate: candidate.filter(counts),
    segment: segment.filter(counts),
  });
  return {
    criteria: metrics.map(criterionOf),
    blocks: byArm(evidence.blocks),
    segments: evidence.segments.map(({ blocks: { baseline, candidate }, ...name }): SegmentBlocks => {
      return { ...name, blocks: { baseline: baseline.filter(counts), candidate: candidate.filter(counts) } };
    }),
    splits: splitsOf(rollout),
    mixed: evidence.mixedBlocks.filter(counts).reduce((sum, { units }) => sum + units, 0),
    risk,
    block,
    now,
  };
}

/** Which blocks are judged: those that no time set aside touches. */
export function isJudged({
  strategy: { block },
  setAside,
}: Pick<Rollout, 'strategy' | 'setAside'>): (one: Pick<Block, 'index'>) => boolean {
  return ({ index }) => !setAside.some(({ from, to }) => index * block < to && (index + 1) * block > from);
}

/** The same as it was before each time that was set aside, with the counts that are known now. */
export function countedBefore(rollout: Rollout, evidence: Evidence): readonly Counted[] {
  const { setAside } = rollout;
  return setAside.map(({ to }, index) => countedFor({ ...rollout, setAside: setAside.slice(0, index) }, evidence, to));
}

/** The splits by chance, in whole blocks. The first block of each is left out: an application takes a while to read a flag. */
function splitsOf({ strategy, steps }: Rollout): readonly Split[] {
  return steps.map(({ stage, since }, at): Split => {
    const next = steps[at + 1];
    return {
      from: Math.ceil(since / strategy.block) + 1,
      until: next ? Math.floor(next.since / strategy.block) : Infinity,
      share: sharesAt(strategy, stage).share / wholeTraffic,
    };
  });
}
