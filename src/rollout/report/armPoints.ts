import type { Block, Sums } from '../../evidence/blocks.js';
import { nothing, plus } from '../../evidence/statistics/windows.js';
import type { Metric } from '../strategy/strategy.js';
import { estimate } from './bands.js';
import type { Point } from './points.js';
import { blocksAStep, type Steps } from './steps.js';

/** A block alone has few units: points are of the last part of the time shown, this one of so many, in whole blocks. */
const parts = 20;

/** How many blocks each point of an arm is made of. @param span of the time axis, in milliseconds */
export function blocksTogether(span: number, block: number): number {
  return Math.max(1, Math.ceil(span / parts / block));
}

/**
 * The rate or mean of one arm at the end of each block in which it has units, over the blocks up to then.
 * @param blocks in the order of time
 * @param together how many blocks a point is made of
 * @param before index of the first block that is not settled for the metric
 * @param block its length in milliseconds
 */
export function* armPoints(
  blocks: readonly Block[],
  { name, is }: Pick<Metric, 'name' | 'is'>,
  { together, before, block }: { readonly together: number; readonly before: number; readonly block: number },
): Steps<readonly Point[]> {
  const points: Point[] = [];
  let oldest = 0;
  let sums = nothing;
  let done = 0;
  for (const { index, metrics } of blocks) {
    if (index >= before) break;
    if (++done % blocksAStep === 0) yield undefined;
    for (let old = blocks[oldest]; old && old.index <= index - together; old = blocks[++oldest])
      sums = minus(sums, old.metrics[name]);
    const own = metrics[name];
    if (!own) continue;
    sums = plus(sums, own);
    points.push({ at: (index + 1) * block, ...estimate(is, sums), units: sums.n });
  }
  return points;
}

/** Of no units nothing is left, which rounding could leave behind. */
function minus(some: Sums, less: Sums | undefined): Sums {
  if (!less) return some;
  const n = some.n - less.n;
  return n === 0 ? nothing : { n, sum: some.sum - less.sum, sumOfSquares: some.sumOfSquares - less.sumOfSquares };
}
