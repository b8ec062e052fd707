import { createHash } from 'node:crypto';
import { canonicalJson } from '../prompts/json.js';
import { armTotals, BlockTally } from './blocks.js';
import type { Evidence } from './evidence.js';
import type { EvidenceQuery } from './metricSource.js';
import { armOf, firstEvent, lastEvent, type Unit } from './units.js';

/** What a source knows beside the units. */
export type BesideUnits = Pick<Evidence, 'newest' | 'unknownVersions' | 'skipped' | 'failure'>;

/** Counts units, in any order, into evidence. */
export class Tally {
  private readonly blocks: BlockTally;
  private readonly settle: number;
  private mixed = 0;
  private stageUnits = 0;
  private firstOfStage = Infinity;

  constructor(private readonly query: EvidenceQuery) {
    this.blocks = new BlockTally(query);
    this.settle = Math.max(0, ...query.metrics.map((metric) => metric.settle));
  }

  add(unit: Unit): void {
    const arm = armOf(unit);
    if (arm === 'mixed') {
      this.mixed++;
      return;
    }
    this.blocks.add(arm, unit);
    const first = firstEvent(unit, this.query.stageSince);
    if (arm === 'baseline' || first === Infinity) return;
    this.firstOfStage = Math.min(this.firstOfStage, first);
    if (this.query.now >= lastEvent(unit) + this.settle) this.stageUnits++;
  }

  evidence(beside: BesideUnits): Evidence {
    const blocks = this.blocks.blocks();
    const counted = {
      ...(beside.newest !== undefined && { newest: beside.newest }),
      ...(this.firstOfStage !== Infinity && { firstOfStage: this.firstOfStage }),
      stageUnits: this.stageUnits,
      mixed: this.mixed,
      unknownVersions: beside.unknownVersions,
    };
    const digest = createHash('sha256')
      .update(canonicalJson({ ...counted, blocks, skipped: beside.skipped.lines }))
      .digest('hex')
      .slice(0, 16);
    return {
      ...counted,
      arms: armTotals(blocks),
      skipped: beside.skipped,
      ...(beside.failure !== undefined && { failure: beside.failure }),
      digest,
    };
  }
}
