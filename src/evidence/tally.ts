import type { Arm } from './arm.js';
import { armTotals, BlockTally, type KeptBlocks } from './blocks.js';
import { digestOf } from './digest.js';
import type { Evidence } from './evidence.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import { Segments, type KeptSegment } from './segments.js';
import { StageTimes, type StageTime } from './stageTimes.js';
import { armOf, beforeMove, firstEvent, lastEvent, type Unit } from './units.js';

/** What a source knows beside the units. */
export type BesideUnits = Pick<Evidence, 'newest' | 'unknownVersions' | 'late' | 'skipped' | 'failure'>;

/** What changes from one look at a rollout to the next. */
export type Look = Pick<EvidenceQuery, 'now' | 'stageSince' | 'stages'>;

/** All counts of a tally, as they are kept. */
export interface KeptTally {
  readonly blocks: Readonly<Record<Arm, KeptBlocks>>;
  readonly segments: readonly (readonly KeptSegment[])[];
  readonly mixed: readonly (readonly [number, number])[];
  readonly stageTimes: readonly StageTime[];
}

/**
 * Counts units, in any order, into evidence. A tally can go on from another one, `base`, which stays as it is: what is
 * counted for good is counted once, and what is not yet final on top of it at every look.
 */
export class Tally {
  private readonly blocks: BlockTally;
  private readonly segments: Segments;
  private readonly settle: number;
  private readonly mixed = new Map<number, number>();
  private readonly stageTimes: StageTimes;

  constructor(
    private readonly query: Pick<EvidenceQuery, 'block' | 'metrics' | 'segments'>,
    private readonly base?: Tally,
  ) {
    this.blocks = new BlockTally(query, base?.blocks);
    this.segments = new Segments(query, base?.segments);
    this.stageTimes = new StageTimes(query.block);
    this.settle = Math.max(0, ...query.metrics.map((metric) => metric.settle));
  }

  add(whole: Unit, { now, stageSince, stages }: Look): void {
    const unit = beforeMove(whole, stages);
    const arm = armOf(unit);
    if (arm === 'mixed') {
      const index = Math.floor(firstEvent(unit) / this.query.block);
      this.mixed.set(index, (this.mixed.get(index) ?? 0) + 1);
      return;
    }
    this.blocks.add(arm, unit, now);
    this.segments.add(arm, unit, now);
    if (arm === 'baseline') return;
    const known = [...stages, stageSince];
    for (const { time } of unit) this.stageTimes.see(time, known);
    const last = lastEvent(unit);
    if (now >= last + this.settle) this.stageTimes.count(last, known);
  }

  evidence({ stageSince }: Look, beside: BesideUnits): Evidence {
    const blocks = this.blocks.blocks();
    const segments = this.segments.blocks();
    const mixedBlocks = [...this.allMixed()].sort(([a], [b]) => a - b).map(([index, units]) => ({ index, units }));
    const [before, own] = [this.base?.stageTimes.since(stageSince), this.stageTimes.since(stageSince)];
    const firstOfStage = Math.min(before?.first ?? Infinity, own.first);
    const counted = {
      ...(beside.newest !== undefined && { newest: beside.newest }),
      ...(firstOfStage !== Infinity && { firstOfStage }),
      stageUnits: (before?.units ?? 0) + own.units,
      mixed: mixedBlocks.reduce((sum, { units }) => sum + units, 0),
      mixedBlocks,
      unknownVersions: beside.unknownVersions,
      ...(beside.late !== undefined && { late: beside.late }),
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

  /** What another tally needs to go on from here; of one without a base. */
  kept(): KeptTally {
    const { blocks } = this;
    return {
      blocks: {
        baseline: blocks.kept('baseline'),
        candidate: blocks.kept('candidate'),
        segment: blocks.kept('segment'),
      },
      segments: this.segments.kept(),
      mixed: [...this.mixed],
      stageTimes: this.stageTimes.kept(),
    };
  }

  /** Goes on from what was kept. */
  restore({ blocks, segments, mixed, stageTimes }: KeptTally): void {
    this.blocks.restore('baseline', blocks.baseline);
    this.blocks.restore('candidate', blocks.candidate);
    this.blocks.restore('segment', blocks.segment);
    this.segments.restore(segments);
    for (const [index, units] of mixed) this.mixed.set(index, units);
    this.stageTimes.restore(stageTimes);
  }

  private allMixed(): ReadonlyMap<number, number> {
    const all = new Map(this.base?.mixed);
    for (const [index, units] of this.mixed) all.set(index, (all.get(index) ?? 0) + units);
    return all;
  }
}
