import assert from 'node:assert/strict';
import { BlockProcess } from '../../../../src/evidence/statistics/blockProcess.js';
import { rateBet } from '../../../../src/evidence/statistics/rateBet.js';
import { segmentShares } from '../../../../src/evidence/statistics/segmentShares.js';
import { trackOf } from '../../../../src/evidence/statistics/track.js';
import { closeTo } from './closeTo.js';
import { rateOutcomes } from './outcomes.js';

const steady = (...logs: number[]): Float64Array => Float64Array.from(logs);

describe('statistics: evidence over segments', () => {
  it('is the mean over segments that are there from the start', () => {
    const members = [
      { appeared: 0, track: steady(0, 1, 2) },
      { appeared: 0, track: steady(0, 0, -1) },
    ];
    const { together, held } = segmentShares(members, [0, 1, 2]);
    closeTo(together[0], 0);
    closeTo(together[2], Math.log((Math.exp(2) + Math.exp(-1)) / 2));
    closeTo(held[0]?.holdings[2], 2 - Math.log(2));
  });

  it('gives a newcomer an equal part, and is worth the same as before when one comes', () => {
    const members = [
      { appeared: 0, track: steady(0, 3, 3) },
      { appeared: 7, track: steady(0, 0, 0) },
    ];
    const { together, held } = segmentShares(members, [0, 4, 9]);
    closeTo(together[1], 3);
    closeTo(together[2], 3);
    closeTo(held[1]?.holdings[2], 3 - Math.log(2));
    assert.equal(held[1]?.holdings[1], -Infinity);
  });

  it('is 1 while there are none', () => {
    assert.deepEqual([...segmentShares([], [0, 1]).together], [0, 0]);
    assert.deepEqual([...segmentShares([{ appeared: 5, track: steady(0, 0) }], [0, 1]).together], [0, 0]);
  });

  it('expects at most 1 where the null holds, also with a segment that appears in the second block', () => {
    const hypothesis = { slope: 1, offset: 0.1, side: 1 as const };
    const gaps = [2, 4, 8, 16].map((factor) => factor * 0.05);
    for (const baseline of [0.05, 0.2, 0.5]) {
      const ofBaseline = rateOutcomes(2, baseline);
      const ofCandidate = rateOutcomes(2, baseline + 0.1);
      const outcomes = ofCandidate.flatMap((candidate) =>
        ofBaseline.map((other) => ({
          chance: candidate.chance * other.chance,
          window: { candidate: candidate.sums, baseline: other.sums },
        })),
      );
      const evidence = (windows: readonly { end: number; window: (typeof outcomes)[number]['window'] }[]) =>
        trackOf(
          new BlockProcess(rateBet, hypothesis, 0.2, gaps),
          windows.map(({ end, window }) => ({ end, ...window })),
          [0, 1],
          0,
        );
      let expected = 0;
      for (const first of outcomes) {
        for (const second of outcomes) {
          const old = evidence([
            { end: 0, window: first.window },
            { end: 1, window: second.window },
          ]);
          for (const newcomer of outcomes) {
            const members = [
              { appeared: 0, track: old },
              { appeared: 1, track: evidence([{ end: 1, window: newcomer.window }]) },
            ];
            const { together } = segmentShares(members, [0, 1]);
            expected += first.chance * second.chance * newcomer.chance * Math.exp(together[1]!);
          }
        }
      }
      assert.ok(expected <= 1 + 1e-9, String(expected));
    }
  });
});
