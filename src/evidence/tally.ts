import { armTotals, BlockTally } from './blocks.js';
import { digestOf } from './digest.js';
import type { Evidence } from './evidence.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import { Segments } from './segments.js';
import { armOf, beforeMove, firstEvent, lastEvent, type Unit } from './units.js';

/** What a source knows beside the units. */
export type BesideUnits = Pick<Evidence, 'newest' | 'unknownVersions' | 'skipped' | 'failure'>;

/** Counts units, in any order, into evidence. */
export class Tally {
  private readonly blocks: BlockTally;
  private readonly segments: Segments;
  private readonly settle: number;
  private readonly mixed = new Map<number, number>();
  private stageUnits = 0;
  private firstOfStage = Infinity;

  constructor(private readonly query: EvidenceQuery) {
    this.blocks = new BlockTally(query);
    this.segments = new Segments(query);
    this.settle = Math.max(0, ...query.metrics.map((metric) => metric.settle));
  }

  add(whole: Unit): void {
    const unit = beforeMove(whole, this.query.stages);
    const arm = armOf(unit);
    if (arm === 'mixed') {
      const index = Math.floor(firstEvent(unit) / this.query.block);
      this.mixed.set(index, (this.mixed.get(index) ?? 0) + 1);
      return;
    }
    this.blocks.add(arm, unit);
    this.segments.add(arm, unit);
    const first = firstEvent(unit, this.query.stageSince);
    if (arm === 'baseline' || first === Infinity) return;
    this.firstOfStage = Math.min(this.firstOfStage, first);
    if (this.query.now >= lastEvent(unit) + this.settle) this.stageUnits++;
  }

  evidence(beside: BesideUnits): Evidence {
    const blocks = this.blocks.blocks();
    const segments = this.segments.blocks();
    const mixedBlocks = [...this.mixed].sort(([a], [b]) => a - b).map(([index, units]) => ({ index, units }));
    const counted = {
      ...(beside.newest !== undefined && { newest: beside.newest }),
      ...(this.firstOfStage !== Infinity && { firstOfStage: this.firstOfStage }),
      stageUnits: this.stageUnits,
      mixed: mixedBlocks.reduce((sum, { units }) => sum + units, 0),
      mixedBlocks,
      unknownVersions: beside.unknownVersions,
    };
    return {
      ...counted,
      arms: armTotals(blocks),
      blocks,
      segments,
      skipped: beside.skipped,
      ...(beside.failure !== undefined && { failure: beside.failure }),
      digest: digestOf({ ...counted, blocks, segments, skipped: beside.skipped.lines }),
    };
  }
}
