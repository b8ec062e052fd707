import type { Arm } from './arm.js';
import { BlockTally } from './blocks.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import type { SegmentBlocks } from './statistics/counted.js';
import { segmentOf, type Unit } from './units.js';

/** So many values of an attribute are counted apart, those that were seen first; a field with more than that names no segments. */
export const mostValues = 100;

/** Counts the units that are split by chance once more, apart by the values of attributes. */
export class Segments {
  private readonly values: readonly { readonly attribute: string; readonly tallies: Map<string, BlockTally> }[];

  constructor(private readonly query: Pick<EvidenceQuery, 'block' | 'metrics' | 'now' | 'segments'>) {
    this.values = query.segments.map((attribute) => ({ attribute, tallies: new Map() }));
  }

  add(arm: Arm, unit: Unit): void {
    if (arm === 'segment') return;
    for (const [index, { tallies }] of this.values.entries()) {
      const value = segmentOf(unit, index);
      if (value === undefined) continue;
      const tally = tallies.get(value) ?? (tallies.size < mostValues ? new BlockTally(this.query) : undefined);
      if (!tally) continue;
      tallies.set(value, tally);
      tally.add(arm, unit);
    }
  }

  /** By attribute, in the order of the query; then by value. */
  blocks(): readonly SegmentBlocks[] {
    return this.values.flatMap(({ attribute, tallies }) =>
      [...tallies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, tally]) => ({ attribute, value, blocks: tally.blocks() })),
    );
  }
}
