import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Block } from '../../../../src/evidence/blocks.js';
import { Scale } from '../../../../src/evidence/statistics/scale.js';
import { comparisonWindows, singleWindows } from '../../../../src/evidence/statistics/windows.js';

const scale = new Scale({ bounds: [0, 1] });

function block(index: number, n: number, sum = 0): Block {
  return { index, units: n, metrics: n === 0 ? {} : { errors: { n, sum, sumOfSquares: sum } } };
}

describe('statistics: windows', () => {
  it('merge blocks forward until there are 20 units of the candidate and one of the baseline', () => {
    const blocks = {
      candidate: [block(0, 19, 2), block(1, 1, 1), block(3, 25), block(5, 40), block(7, 5)],
      baseline: [block(0, 100, 7), block(2, 100, 3), block(6, 1, 1), block(7, 50)],
    };
    const windows = comparisonWindows(blocks, 'errors', scale, Infinity);
    assert.deepEqual(
      windows.map(({ end, candidate, baseline }) => [end, candidate.n, candidate.sum, baseline.n, baseline.sum]),
      [
        [1, 20, 3, 100, 7],
        [3, 25, 0, 100, 3],
        [6, 40, 0, 1, 1],
      ],
    );
  });

  it('leave out blocks that may still change, and know nothing of a metric that nobody has', () => {
    const blocks = { candidate: [block(0, 30), block(1, 30)], baseline: [block(0, 30), block(1, 30)] };
    assert.equal(comparisonWindows(blocks, 'errors', scale, 1).length, 1);
    assert.deepEqual(comparisonWindows(blocks, 'cost', scale, Infinity), []);
    assert.deepEqual(comparisonWindows({ candidate: [], baseline: [] }, 'errors', scale, Infinity), []);
  });

  it('without merging there is one per block in which an arm has a unit', () => {
    const blocks = { candidate: [block(0, 3), block(2, 0)], baseline: [block(1, 4)] };
    assert.deepEqual(
      singleWindows(blocks, 'errors', scale, Infinity).map(({ end }) => end),
      [0, 1],
    );
  });

  it('are the same whenever one looks: those of an earlier look come first in a later one', () => {
    const sizes = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.nat(30), (units, earlier) => {
        const blocks = {
          candidate: units.map(([n], index) => block(index, n)),
          baseline: units.map(([, n], index) => block(index, n)),
        };
        const sofar = { candidate: blocks.candidate.slice(0, earlier), baseline: blocks.baseline.slice(0, earlier) };
        const before = comparisonWindows(sofar, 'errors', scale, Infinity);
        const all = comparisonWindows(blocks, 'errors', scale, Infinity);
        assert.deepEqual(all.slice(0, before.length), before);
        assert.deepEqual(comparisonWindows(blocks, 'errors', scale, earlier), before);
      }),
    );
  });
});
