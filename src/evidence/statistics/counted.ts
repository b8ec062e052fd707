import type { BlocksByArm } from '../blocks.js';
import type { Criterion } from './criterion.js';
import type { Split } from './ratioCheck.js';
import type { SegmentName } from './rollbackBudget.js';

/** The counts of one rollout, and what must hold of them. */
export interface Counted {
  readonly criteria: readonly Criterion[];
  readonly blocks: BlocksByArm;
  /** The same blocks within each value of each attribute that a criterion names. */
  readonly segments: readonly SegmentBlocks[];
  readonly splits: readonly Split[];
  /** Units seen in several arms. */
  readonly mixed: number;
  /** Chances, over the whole rollout, of a false rollback and of a false promotion: each within (0, 1). */
  readonly risk: { readonly rollback: number; readonly promote: number };
  /** Length of a block, in milliseconds. */
  readonly block: number;
  /**
   * Epoch milliseconds. A block counts for a metric once it is over, and after it as many whole blocks as the metric's `settle`
   * needs: so evidence changes at the ends of blocks alone, and whoever looks in between sees the same.
   */
  readonly now: number;
}

export interface SegmentBlocks extends SegmentName {
  readonly blocks: Pick<BlocksByArm, 'candidate' | 'baseline'>;
}

/** Index of the block that is not over yet. */
export function firstOpen({ now, block }: Pick<Counted, 'now' | 'block'>): number {
  return Math.floor(now / block);
}

/** How many blocks it takes after a block until its units are settled for a metric. */
export function delayOf({ block }: Pick<Counted, 'block'>, { settle }: Pick<Criterion, 'settle'>): number {
  return Math.ceil(settle / block);
}

/**
 * Indexes of the blocks at whose end something becomes known for the first time, in the order of time: the axis of all tracks.
 */
export function axisOf(counted: Counted): number[] {
  const delays = new Set(counted.criteria.map((criterion) => delayOf(counted, criterion)));
  const indexes = new Set<number>();
  for (const delay of delays) {
    for (const arm of Object.values(counted.blocks)) for (const { index } of arm) indexes.add(index + delay);
  }
  return [...indexes].filter((index) => index < firstOpen(counted)).sort((a, b) => a - b);
}
