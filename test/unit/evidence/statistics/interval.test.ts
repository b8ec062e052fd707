import assert from 'node:assert/strict';
import { intervalOf } from '../../../../src/evidence/statistics/interval.js';
import { differenceLine } from '../../../../src/evidence/statistics/hypothesis.js';
import { processBeyond } from '../../../../src/evidence/statistics/processes.js';
import { Scale } from '../../../../src/evidence/statistics/scale.js';
import { comparisonWindows, type Window } from '../../../../src/evidence/statistics/windows.js';
import { closeTo } from './closeTo.js';
import { blocksOf, errors, mean, quality, rate, times } from './judgeFixture.js';
import type { Criterion } from '../../../../src/evidence/statistics/criterion.js';

function windowsOf(criterion: Criterion, ...blocks: Parameters<typeof blocksOf>): Window[] {
  return comparisonWindows(blocksOf(...blocks), criterion.name, new Scale(criterion), Infinity);
}

const block = (candidate: number, baseline: number) => ({
  candidate: { errors: rate(200, candidate) },
  baseline: { errors: rate(200, baseline) },
});

describe('statistics: an interval', () => {
  it('ends where the evidence for more, or for less, reaches 40', () => {
    const windows = windowsOf(errors, ...times(40, block(12, 8)));
    const interval = intervalOf(errors, windows);
    assert.ok(interval && interval.low > 0 && interval.low < 0.02 && interval.high > 0.02 && interval.high < 0.05);
    const sides = [
      [interval.low, 1],
      [interval.high, -1],
    ] as const;
    for (const [end, side] of sides) {
      const process = processBeyond(errors, { ...differenceLine(errors, end), side });
      for (const window of windows) process.add(window);
      closeTo(process.log, Math.log(40), 0.1);
    }
  });

  it('narrows with data, and is as wide as possible while there is little', () => {
    const widthOf = (blocks: number): number => {
      const { low, high } = intervalOf(errors, windowsOf(errors, ...times(blocks, block(8, 8))))!;
      return high - low;
    };
    assert.ok(widthOf(100) < widthOf(25) && widthOf(25) < widthOf(5));
    assert.equal(intervalOf(errors, []), undefined);
    const little = { candidate: { errors: rate(20, 1) }, baseline: { errors: rate(1, 0) } };
    const interval = intervalOf(errors, windowsOf(errors, little));
    assert.ok(interval && interval.low >= -1 && interval.low < -0.5 && interval.high <= 1);
  });

  it('is of the ratio where the margin is a share of the baseline', () => {
    const relative = { ...errors, by: { relative: 0.25 } };
    const interval = intervalOf(relative, windowsOf(relative, ...times(60, block(16, 8))));
    assert.ok(
      interval?.is === 'ratio' && interval.low > 1.5 && interval.low < 2 && interval.high > 2 && interval.high < 2.6,
    );
    const none = intervalOf(relative, windowsOf(relative, ...times(10, block(0, 0))));
    assert.deepEqual([none?.low, none?.high], [0, Infinity]);
  });

  it('is in the unit of a mean, whichever way it gets worse', () => {
    const scores = (candidate: number) => ({
      candidate: { quality: mean(200, candidate, 0.8) },
      baseline: { quality: mean(200, 4.1, 0.8) },
    });
    for (const difference of [-0.3, 0, 0.3]) {
      const interval = intervalOf(quality, windowsOf(quality, ...times(40, scores(4.1 + difference))))!;
      assert.ok(interval.low < difference && difference < interval.high, JSON.stringify(interval));
      assert.ok(interval.high - interval.low < 0.25, JSON.stringify(interval));
    }
  });
});
