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

interface OpenBlock {
  units: number;
  readonly metrics: readonly { n: number; readonly sum: ExactSum; readonly sumOfSquares: ExactSum }[];
}

/** Gathers units, in any order, into blocks. A unit counts for a metric once `now ≥ its last event + settle`. */
export class BlockTally {
  private readonly open: Readonly<Record<Arm, Map<number, OpenBlock>>> = {
    baseline: new Map(),
    candidate: new Map(),
    segment: new Map(),
  };

  constructor(private readonly query: Pick<EvidenceQuery, 'block' | 'metrics' | 'now'>) {}

  add(arm: Arm, unit: Unit): void {
    const block = this.blockOf(arm, Math.floor(firstEvent(unit) / this.query.block));
    block.units++;
    const age = this.query.now - lastEvent(unit);
    this.query.metrics.forEach(({ settle, merge, bounds }, index) => {
      const value = age >= settle ? within(mergedValue(unit, index, merge), bounds) : NaN;
      const counted = block.metrics[index];
      if (Number.isNaN(value) || !counted) return;
      counted.n++;
      counted.sum.add(value);
      counted.sumOfSquares.add(value * value);
    });
  }

  blocks(): BlocksByArm {
    return { baseline: this.closed('baseline'), candidate: this.closed('candidate'), segment: this.closed('segment') };
  }

  private blockOf(arm: Arm, index: number): OpenBlock {
    const known = this.open[arm].get(index);
    if (known) return known;
    const metrics = this.query.metrics.map(() => ({ n: 0, sum: new ExactSum(), sumOfSquares: new ExactSum() }));
    const block = { units: 0, metrics };
    this.open[arm].set(index, block);
    return block;
  }

  private closed(arm: Arm): Block[] {
    const inTime = [...this.open[arm]].sort(([a], [b]) => a - b);
    return inTime.map(([index, { units, metrics }]) => {
      const sums = this.query.metrics.flatMap(({ name }, at): [string, Sums][] => {
        const counted = metrics[at];
        if (!counted?.n) return [];
        return [[name, { n: counted.n, sum: counted.sum.total(), sumOfSquares: counted.sumOfSquares.total() }]];
      });
      return { index, units, metrics: Object.fromEntries(sums) };
    });
  }
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
