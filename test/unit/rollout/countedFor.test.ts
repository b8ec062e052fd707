import assert from 'node:assert/strict';
import type { Block } from '../../../src/evidence/blocks.js';
import { countedFor } from '../../../src/rollout/countedFor.js';
import { rollout } from '../editor/seenFixture.js';
import { evidence } from './rolloutFixture.js';

const block = 10_000;
const units = (index: number): Block => ({ index, units: 5, metrics: {} });
const blocks = { baseline: [0, 1, 2, 3].map(units), candidate: [0, 2, 3].map(units), segment: [] };
const known = evidence({
  blocks,
  segments: [{ attribute: 'locale', value: 'de', blocks }],
  mixed: 3,
  mixedBlocks: [
    { index: 1, units: 1 },
    { index: 3, units: 2 },
  ],
});

describe('what is judged of a rollout', () => {
  const steps = [
    { stage: 0, since: 0 },
    { stage: 1, since: 5 * block + 1 },
    { stage: 2, since: 9 * block },
  ];

  it('has a split per stage, in whole blocks, without the one in which the flag is read, by chance alone', () => {
    const { splits } = countedFor(rollout({ steps }), known, 20 * block);
    assert.deepEqual(splits, [
      { from: 1, until: 5, share: 0 },
      { from: 7, until: 9, share: 0.05 },
      { from: 10, until: Infinity, share: 0.5 },
    ]);
  });

  it('leaves out every block that a time set aside touches', () => {
    const counted = countedFor(
      rollout({ steps, setAside: [{ from: 5000, to: 2 * block, cause: 'mismatch' }] }),
      known,
      20 * block,
    );
    const indexes = (all: readonly Block[]): number[] => all.map(({ index }) => index);
    assert.deepEqual(
      [indexes(counted.blocks.baseline), indexes(counted.blocks.candidate)],
      [
        [2, 3],
        [2, 3],
      ],
    );
    assert.deepEqual(indexes(counted.segments[0]!.blocks.baseline), [2, 3]);
    assert.equal(counted.mixed, 2);
    assert.equal(countedFor(rollout({ steps }), known, 20 * block).mixed, 3);
  });
});
