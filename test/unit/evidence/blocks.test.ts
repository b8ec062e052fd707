import assert from 'node:assert/strict';
import { armTotals, BlockTally } from '../../../src/evidence/blocks.js';
import type { CountedMetric } from '../../../src/evidence/evidenceQuery.js';

const metric = (name: string, settle: number, merge: CountedMetric['merge']): CountedMetric => ({
  name,
  settle,
  merge,
  valueOf: () => undefined,
});

const metrics = [metric('errors', 0, 'any'), metric('cost', 50, 'sum')];

function tallyAt(now: number): BlockTally {
  const tally = new BlockTally({ block: 100, metrics });
  // In two blocks by its last event, in the first by its first.
  tally.add(
    'candidate',
    [
      { time: 90, arm: 'candidate', values: [0, 2] },
      { time: 110, arm: 'candidate', values: [1, 1] },
    ],
    now,
  );
  tally.add('candidate', [{ time: 250, arm: 'candidate', values: [0, 4] }], now);
  tally.add('candidate', [{ time: 20, arm: 'candidate', values: [0, NaN] }], now);
  tally.add('baseline', [{ time: 20, arm: 'baseline', values: [NaN, 0.5] }], now);
  return tally;
}

describe('blocks', () => {
  it('hold n, sum and sum of squares per arm and metric, a unit in the block of its first event', () => {
    assert.deepEqual(tallyAt(300).blocks(), {
      baseline: [{ index: 0, units: 1, metrics: { cost: { n: 1, sum: 0.5, sumOfSquares: 0.25 } } }],
      candidate: [
        {
          index: 0,
          units: 2,
          metrics: { errors: { n: 2, sum: 1, sumOfSquares: 1 }, cost: { n: 1, sum: 3, sumOfSquares: 9 } },
        },
        {
          index: 2,
          units: 1,
          metrics: { errors: { n: 1, sum: 0, sumOfSquares: 0 }, cost: { n: 1, sum: 4, sumOfSquares: 16 } },
        },
      ],
      segment: [],
    });
  });

  it('count a unit for a metric from its last event plus `settle` on', () => {
    const costs = (now: number): number => tallyAt(now).blocks().candidate[0]?.metrics['cost']?.n ?? 0;
    assert.deepEqual([costs(159), costs(160)], [0, 1]);
    const errors = (now: number): number => tallyAt(now).blocks().candidate[0]?.metrics['errors']?.n ?? 0;
    assert.deepEqual([errors(109), errors(110)], [1, 2]);
  });

  it('add up to units, rates and means per arm', () => {
    assert.deepEqual(armTotals(tallyAt(300).blocks()), {
      baseline: { units: 1, metrics: { cost: { units: 1, value: 0.5 } } },
      candidate: { units: 3, metrics: { errors: { units: 3, value: 1 / 3 }, cost: { units: 2, value: 3.5 } } },
      segment: { units: 0, metrics: {} },
    });
  });
});
