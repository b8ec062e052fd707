import type { Block, BlocksByArm, Sums } from '../../../../src/evidence/blocks.js';
import type { Criterion } from '../../../../src/evidence/statistics/criterion.js';
import type { Counted } from '../../../../src/evidence/statistics/counted.js';

export const errors: Criterion = {
  name: 'errors',
  role: 'guardrail',
  is: 'rate',
  worse: 'higher',
  bounds: [0, 1],
  expect: 0.04,
  by: { absolute: 0.01 },
  segments: [],
  settle: 0,
};

export const quality: Criterion = {
  ...errors,
  name: 'quality',
  is: 'mean',
  worse: 'lower',
  bounds: [1, 5],
  expect: 4.1,
  by: { absolute: 0.1 },
};

export const resolved: Criterion = {
  ...errors,
  name: 'resolved',
  role: 'success',
  worse: 'lower',
  expect: 0.71,
  by: { absolute: 0.02 },
};

export const rate = (n: number, sum: number): Sums => ({ n, sum, sumOfSquares: sum });

/** Units of which all have the mean, or one half a little more, the other less. */
export const mean = (n: number, value: number, off = 0): Sums => ({
  n,
  sum: n * value,
  sumOfSquares: n * (value * value + off * off),
});

type Metrics = Readonly<Record<string, Sums>>;

/** One block after another, each with the metrics of both arms (and of the units of a segment rule). */
export function blocksOf(...each: { candidate?: Metrics; baseline?: Metrics; segment?: Metrics }[]): BlocksByArm {
  const arm = (name: 'candidate' | 'baseline' | 'segment'): Block[] =>
    each.flatMap((block, index) => {
      const metrics = block[name];
      return metrics ? [{ index, units: Math.max(...Object.values(metrics).map(({ n }) => n)), metrics }] : [];
    });
  return { candidate: arm('candidate'), baseline: arm('baseline'), segment: arm('segment') };
}

/** The same block so many times. */
export function times<T>(count: number, block: T): T[] {
  return Array.from({ length: count }, () => block);
}

export function countedOf(criteria: readonly Criterion[], blocks: BlocksByArm, more: Partial<Counted> = {}): Counted {
  return {
    criteria,
    blocks,
    segments: [],
    splits: [],
    mixed: 0,
    risk: { rollback: 0.05, promote: 0.05 },
    block: 100,
    now: 1e9,
    ...more,
  };
}
