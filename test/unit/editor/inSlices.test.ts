import assert from 'node:assert/strict';
import { inSlices } from '../../../src/editor/inSlices.js';

describe('work in slices', () => {
  it('gives everything in order, and lets others have the thread before every slice', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      watching = setImmediate(count);
    };
    let watching = setImmediate(count);
    const seen: number[] = [];
    const doubled = await inSlices([1, 2, 3, 4, 5], 2, (number) => {
      seen.push(turns);
      return number * 2;
    });
    clearImmediate(watching);
    assert.deepEqual(doubled, [2, 4, 6, 8, 10]);
    assert.equal(seen[0], seen[1]);
    assert.equal(new Set(seen).size, 3, seen.join());
    assert.deepEqual(await inSlices([], 2, String), []);
  });
});
