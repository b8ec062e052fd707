import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Sums } from '../../../../src/evidence/blocks.js';
import { BlockProcess, type Bet } from '../../../../src/evidence/statistics/blockProcess.js';
import { gapFactors } from '../../../../src/evidence/statistics/gaps.js';
import type { Hypothesis } from '../../../../src/evidence/statistics/hypothesis.js';
import { meanBet } from '../../../../src/evidence/statistics/meanBet.js';
import { nearestNull } from '../../../../src/evidence/statistics/nearestNull.js';
import { rateBet } from '../../../../src/evidence/statistics/rateBet.js';
import { closeTo } from './closeTo.js';
import { expectation, outcomes, rateOutcomes, type Outcome } from './outcomes.js';
import { nearestNulls, rateProcesses } from './vectors.js';

const rate = (n: number, sum: number): Sums => ({ n, sum, sumOfSquares: sum });
const slack = 1e-9;

/** Slopes and offsets of absolute and relative margins and goals, of metrics that get worse up or down. */
const lines = [
  { slope: 1, offset: 0.02 },
  { slope: 1, offset: 0 },
  { slope: 1, offset: -0.05 },
  { slope: 1.25, offset: 0 },
  { slope: 0.9, offset: 0 },
  { slope: 1.1, offset: 0.025 },
];
const hypotheses = lines.flatMap((line): Hypothesis[] => [
  { ...line, side: 1 },
  { ...line, side: -1 },
]);
const gaps = [...new Set(Object.values(gapFactors).flat())].map((factor) => factor * 0.02);

/** Evidence of a first window, by what was seen before it. */
function logEvidence(bet: Bet, hypothesis: Hypothesis, gap: number, before?: { candidate: Sums; baseline: Sums }) {
  return (candidate: Sums, baseline: Sums): number => {
    const process = new BlockProcess(bet, hypothesis, 0.1, [gap]);
    if (before) process.add({ end: 0, ...before });
    const earlier = process.log;
    process.add({ end: 1, candidate, baseline });
    return process.log - earlier;
  };
}

/** Means of the baseline, and for each the means of the candidate that the null allows, up to the line itself. */
function* nullMeans({ slope, offset, side }: Hypothesis): Generator<[candidate: number, baseline: number]> {
  for (const baseline of [0, 0.01, 0.1, 0.3, 0.5, 0.9, 1]) {
    const line = slope * baseline + offset;
    const further = side === 1 ? [0, line / 2, line] : [1, (1 + line) / 2, line];
    const isNull = (candidate: number): boolean => candidate >= 0 && candidate <= 1 && side * (candidate - line) <= 0;
    for (const candidate of further.filter(isNull)) yield [candidate, baseline];
  }
}

describe('statistics: the block e-process', () => {
  for (const { expected, tc, nc, tb, nb, ...line } of nearestNulls) {
    it(`finds the nearest point of the null, slope ${line.slope}, offset ${line.offset}`, () => {
      closeTo(nearestNull(tc, nc, tb, nb, line), expected);
    });
  }

  for (const { name, blocks, hypothesis, gaps: bets, expected } of rateProcesses) {
    it(`gives the evidence computed elsewhere: ${name}`, () => {
      const process = new BlockProcess(rateBet, hypothesis, 0.04, bets);
      blocks.forEach(([ofCandidate, nc, ofBaseline, nb], end) => {
        process.add({ end, candidate: rate(nc, ofCandidate), baseline: rate(nb, ofBaseline) });
        closeTo(process.log, expected[end]!);
      });
    });
  }

  it('expects at most 1 of a rate wherever the null holds, over every outcome of small windows', () => {
    const sizes = [
      [1, 1],
      [5, 3],
      [3, 12],
    ] as const;
    const befores = [undefined, { candidate: rate(40, 3), baseline: rate(300, 60) }];
    for (const hypothesis of hypotheses) {
      for (const [candidate, baseline] of nullMeans(hypothesis)) {
        for (const [nc, nb] of sizes) {
          const [ofCandidate, ofBaseline] = [rateOutcomes(nc, candidate), rateOutcomes(nb, baseline)];
          for (const before of befores) {
            for (const gap of gaps) {
              const e = expectation(ofCandidate, ofBaseline, logEvidence(rateBet, hypothesis, gap, before));
              assert.ok(e <= 1 + slack, `${e} for ${JSON.stringify({ hypothesis, candidate, baseline, nc, nb, gap })}`);
            }
          }
        }
      }
    }
  });

  it('expects at most 1 of a mean wherever the null holds, over every outcome of small windows', () => {
    const spreads: readonly ((mean: number) => Outcome[])[] = [
      (mean) => outcomes(4, [0, 1], [1 - mean, mean]),
      (mean) => outcomes(4, [mean], [1]),
      (mean) => outcomes(3, [mean / 2, (1 + mean) / 2], [1 - mean, mean]),
      (mean) => outcomes(3, [0, mean, 1], [(1 - mean) / 2, 0.5, mean / 2]),
    ];
    const before = { candidate: { n: 30, sum: 2, sumOfSquares: 0.2 }, baseline: { n: 200, sum: 30, sumOfSquares: 6 } };
    for (const hypothesis of hypotheses) {
      for (const [candidate, baseline] of nullMeans(hypothesis)) {
        for (const ofCandidate of spreads) {
          for (const ofBaseline of spreads) {
            for (const gap of gaps) {
              for (const seen of [undefined, before]) {
                const logE = logEvidence(meanBet, hypothesis, gap, seen);
                const e = expectation(ofCandidate(candidate), ofBaseline(baseline), logE);
                assert.ok(e <= 1 + slack, `${e} for ${JSON.stringify({ hypothesis, candidate, baseline, gap })}`);
              }
            }
          }
        }
      }
    }
  });

  it('sees in the rate of a good outcome what it sees in the rate of its opposite', () => {
    const counts = fc.record({
      nc: fc.integer({ min: 1, max: 60 }),
      nb: fc.integer({ min: 1, max: 400 }),
      bad: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    for (const bet of [rateBet, meanBet]) {
      fc.assert(
        fc.property(fc.array(counts, { maxLength: 8 }), fc.constantFrom(...hypotheses), (windows, hypothesis) => {
          const { slope, offset, side } = hypothesis;
          const opposite: Hypothesis = { slope, offset: 1 - slope - offset, side: side === 1 ? -1 : 1 };
          const [one, other] = [
            new BlockProcess(bet, hypothesis, 0.3, gaps),
            new BlockProcess(bet, opposite, 0.7, gaps),
          ];
          windows.forEach(({ nc, nb, bad }, end) => {
            const [sc, sb] = [Math.round(nc * bad[0]), Math.round(nb * bad[1])];
            one.add({ end, candidate: rate(nc, sc), baseline: rate(nb, sb) });
            other.add({ end, candidate: rate(nc, nc - sc), baseline: rate(nb, nb - sb) });
          });
          closeTo(one.log, other.log, 1e-7 * Math.max(1, Math.abs(one.log)));
        }),
        { numRuns: 200 },
      );
    }
  });

  it('stays a number whatever is counted and expected', () => {
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const units = fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 1_000_000 }));
    const sums = fc.tuple(units, share).map(([n, part]) => rate(n, Math.round(n * part)));
    const line = fc.record({
      slope: fc.oneof(fc.constantFrom(1e-6, 1, 50), fc.double({ min: 0.01, max: 10, noNaN: true })),
      offset: fc.oneof(fc.constantFrom(-1, 0, 1), fc.double({ min: -1, max: 1, noNaN: true })),
      side: fc.constantFrom(1 as const, -1 as const),
    });
    for (const bet of [rateBet, meanBet]) {
      fc.assert(
        fc.property(
          line,
          share,
          share,
          fc.array(fc.tuple(sums, sums), { maxLength: 5 }),
          (hypothesis, expect, gap, seen) => {
            const process = new BlockProcess(bet, hypothesis, expect, [gap, 2 * gap]);
            seen.forEach(([candidate, baseline], end) => process.add({ end, candidate, baseline }));
            assert.ok(Number.isFinite(process.log), String(process.log));
          },
        ),
        { numRuns: 2000 },
      );
    }
  });
});
