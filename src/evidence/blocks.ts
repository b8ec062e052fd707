import type { Arm, ArmEvidence } from './arm.js';
import { ExactSum } from './exactSum.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import { firstEvent, lastEvent, mergedValue, type Unit } from './units.js';

/** What statistics need to know of the settled units of one metric: their number n, Σy and Σy². */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** The units of one arm whose first event lies in `[index × block, (index + 1) × block)` of event time. */
export interface Block {
  readonly index: number;
  /** Distinct units, whether or not they are settled. */
  readonly units: number;
  /** By metric name; metrics without a settled unit are absent. */
  readonly metrics: Readonly<Record<string, Sums>>;
}

/** Per arm, in the order of time; blocks without a unit are absent. */
export type BlocksByArm = Readonly<Record<Arm, readonly Block[]>>;

/** What is counted of one metric in one block. */
interface MetricTally {
  n: number;
  readonly sum: ExactSum;
  readonly sumOfSquares: ExactSum;
}

interface OpenBlock {
  units: number;
  readonly metrics: readonly MetricTally[];
  /** The block as it is now; not kept when a unit is added. */
  told: Block | undefined;
}

/** The counts of one arm as they are kept: per block its index, units, and per metric n and the parts of both sums. */
export type KeptBlocks = readonly (readonly [number, number, readonly KeptMetric[]])[];
type KeptMetric = readonly [number, readonly number[], readonly number[]];

/**
 * Gathers units, in any order, into blocks. A unit counts for a metric once `now ≥ its last event + settle`. A tally can go on
 * from another one, `base`, which stays as it is: only the blocks that get more units are copied.
 */
export class BlockTally {
  private readonly open: Readonly<Record<Arm, Map<number, OpenBlock>>> = {
    baseline: new Map(),
    candidate: new Map(),
    segment: new Map(),
  };

  constructor(
    private readonly query: Pick<EvidenceQuery, 'block' | 'metrics'>,
    private readonly base?: BlockTally,
  ) {}

  /** @param now epoch milliseconds */
  add(arm: Arm, unit: Unit, now: number): void {
    const block = this.blockOf(arm, Math.floor(firstEvent(unit) / this.query.block));
    block.units++;
    block.told = undefined;
    const age = now - lastEvent(unit);
    const { metrics } = this.query;
    for (let index = 0; index < metrics.length; index++) {
      const metric = metrics[index];
      const counted = block.metrics[index];
      if (!metric || !counted || !(age >= metric.settle)) continue;
      const value = within(mergedValue(unit, index, metric.merge), metric.bounds);
      if (Number.isNaN(value)) continue;
      counted.n++;
      if (value === 0) continue;
      counted.sum.add(value);
      counted.sumOfSquares.add(value * value);
    }
  }

  blocks(): BlocksByArm {
    return { baseline: this.told('baseline'), candidate: this.told('candidate'), segment: this.told('segment') };
  }

  /** What another tally needs to go on from here, without what came from `base`. */
  kept(arm: Arm): KeptBlocks {
    return [...this.open[arm]].map(([index, { units, metrics }]) => [
      index,
      units,
      metrics.map(({ n, sum, sumOfSquares }) => [n, sum.parts(), sumOfSquares.parts()] as const),
    ]);
  }

  /** Goes on from what was kept. */
  restore(arm: Arm, kept: KeptBlocks): void {
    for (const [index, units, metrics] of kept) this.open[arm].set(index, openBlock(units, metrics));
  }

  private blockOf(arm: Arm, index: number): OpenBlock {
    const known = this.open[arm].get(index);
    if (known) return known;
    const base = this.base?.open[arm].get(index);
    const metrics = this.query.metrics.map((_, at): KeptMetric => {
      const counted = base?.metrics[at];
      return counted ? [counted.n, counted.sum.parts(), counted.sumOfSquares.parts()] : [0, [], []];
    });
    const block = openBlock(base?.units ?? 0, metrics);
    this.open[arm].set(index, block);
    return block;
  }

  private told(arm: Arm): Block[] {
    const all = this.base ? new Map([...this.base.open[arm], ...this.open[arm]]) : this.open[arm];
    return [...all].sort(([a], [b]) => a - b).map(([index, block]) => (block.told ??= this.blockFrom(index, block)));
  }

  private blockFrom(index: number, { units, metrics }: OpenBlock): Block {
    const sums = this.query.metrics.flatMap(({ name }, at): [string, Sums][] => {
      const counted = metrics[at];
      if (!counted?.n) return [];
      return [[name, { n: counted.n, sum: counted.sum.total(), sumOfSquares: counted.sumOfSquares.total() }]];
    });
    return { index, units, metrics: Object.fromEntries(sums) };
  }
}

function openBlock(units: number, kept: readonly KeptMetric[]): OpenBlock {
  const metrics = kept.map(([n, sum, squares]) => ({
    n,
    sum: new ExactSum(sum),
    sumOfSquares: new ExactSum(squares),
  }));
  return { units, metrics, told: undefined };
}

/** What lies beyond the bounds is counted as if it lay on them. */
function within(value: number, bounds: readonly [number, number] | undefined): number {
  return bounds ? Math.min(bounds[1], Math.max(bounds[0], value)) : value;
}

/** Units, and rate or mean per metric, of each arm over all its blocks. */
export function armTotals(blocks: BlocksByArm): Record<Arm, ArmEvidence> {
  return { baseline: totals(blocks.baseline), candidate: totals(blocks.candidate), segment: totals(blocks.segment) };
}

function totals(blocks: readonly Block[]): ArmEvidence {
  const metrics = new Map<string, { units: number; sum: number }>();
  for (const block of blocks) {
    for (const [name, { n, sum }] of Object.entries(block.metrics)) {
      const { units, sum: earlier } = metrics.get(name) ?? { units: 0, sum: 0 };
      metrics.set(name, { units: units + n, sum: earlier + sum });
    }
  }
  return {
    units: blocks.reduce((units, block) => units + block.units, 0),
    metrics: Object.fromEntries([...metrics].map(([name, { units, sum }]) => [name, { units, value: sum / units }])),
  };
}
