import assert from 'node:assert/strict';
import { debounced } from '../../../src/editor/debounced.js';

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('debounced work', () => {
  it('runs once for many requests, and once more for those that came while it ran', async () => {
    let runs = 0;
    const work = debounced(5, async () => {
      runs += 1;
      await wait(30);
    });
    for (let i = 0; i < 10; i += 1) work();
    await wait(20);
    assert.equal(runs, 1);
    work();
    work();
    await wait(60);
    assert.equal(runs, 2);
  });

  it('does not run after it was disposed', async () => {
    let runs = 0;
    const work = debounced(5, () => Promise.resolve(void (runs += 1)));
    work();
    work.dispose();
    await wait(20);
    assert.equal(runs, 0);
  });
});
