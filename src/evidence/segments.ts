import type { Arm } from './arm.js';
import { BlockTally, type KeptBlocks } from './blocks.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import type { SegmentBlocks } from './statistics/counted.js';
import { segmentOf, type Unit } from './units.js';

/** So many values of an attribute are counted apart, those that were seen first; a field with more than that names no segments. */
export const mostValues = 100;

/** The counts of one segment as they are kept. */
export type KeptSegment = readonly [string, KeptBlocks, KeptBlocks];

/** Counts the units that are split by chance once more, apart by the values of attributes. Can go on from another one, as tallies do. */
export class Segments {
  private readonly values: readonly { readonly attribute: string; readonly tallies: Map<string, BlockTally> }[];

  constructor(
    private readonly query: Pick<EvidenceQuery, 'block' | 'metrics' | 'segments'>,
    private readonly base?: Segments,
  ) {
    this.values = query.segments.map((attribute) => ({ attribute, tallies: new Map() }));
  }

  add(arm: Arm, unit: Unit, now: number): void {
    if (arm === 'segment') return;
    for (let index = 0; index < this.values.length; index++) {
      const value = segmentOf(unit, index);
      if (value !== undefined) this.tallyOf(index, value)?.add(arm, unit, now);
    }
  }

  /** By attribute, in the order of the query; then by value. */
  blocks(): readonly SegmentBlocks[] {
    return this.values.flatMap(({ attribute }, index) =>
      [...this.all(index)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, tally]) => ({ attribute, value, blocks: tally.blocks() })),
    );
  }

  /** Per attribute what another one needs to go on from here, without what came from `base`. */
  kept(): readonly (readonly KeptSegment[])[] {
    return this.values.map(({ tallies }) =>
      [...tallies].map(([value, tally]) => [value, tally.kept('baseline'), tally.kept('candidate')] as const),
    );
  }

  /** Goes on from what was kept. */
  restore(kept: readonly (readonly KeptSegment[])[]): void {
    for (const [index, segments] of kept.entries()) {
      for (const [value, baseline, candidate] of segments) {
        const tally = this.tallyOf(index, value);
        tally?.restore('baseline', baseline);
        tally?.restore('candidate', candidate);
      }
    }
  }

  /** Undefined where there are too many values. */
  private tallyOf(index: number, value: string): BlockTally | undefined {
    const tallies = this.values[index]?.tallies;
    const known = tallies?.get(value);
    if (known) return known;
    const base = this.base?.values[index]?.tallies.get(value);
    if (!base && this.all(index).size >= mostValues) return undefined;
    const tally = new BlockTally(this.query, base);
    tallies?.set(value, tally);
    return tally;
  }

  private all(index: number): ReadonlyMap<string, BlockTally> {
    const own = this.values[index]?.tallies ?? new Map<string, BlockTally>();
    const base = this.base?.values[index]?.tallies;
    return base ? new Map([...base, ...own]) : own;
  }
}
