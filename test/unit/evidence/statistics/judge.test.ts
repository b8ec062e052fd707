import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BlocksByArm } from '../../../../src/evidence/blocks.js';
import { judge } from '../../../../src/evidence/statistics/judge.js';
import { closeTo } from './closeTo.js';
import { blocksOf, countedOf, errors, mean, quality, rate, resolved, times } from './judgeFixture.js';

const same = { candidate: { errors: rate(25, 1) }, baseline: { errors: rate(475, 19) } };
const worse = { candidate: { errors: rate(25, 4) }, baseline: { errors: rate(475, 19) } };
const better = { candidate: { errors: rate(25, 0) }, baseline: { errors: rate(475, 19) } };

describe('statistics: a judgement', () => {
  it('says no data, then undecided, then harm with its culprit, or proven', () => {
    const verdictOf = (blocks: BlocksByArm): string | undefined =>
      judge(countedOf([errors], blocks)).metrics[0]?.verdict;
    assert.equal(verdictOf(blocksOf()), 'no data');
    assert.equal(
      verdictOf(blocksOf({ candidate: { errors: rate(19, 1) }, baseline: { errors: rate(400, 20) } })),
      'no data',
    );
    assert.equal(verdictOf(blocksOf(same)), 'undecided');
    assert.equal(verdictOf(blocksOf(...times(100, better))), 'proven');
    const judgement = judge(countedOf([errors], blocksOf(...times(30, worse))));
    assert.equal(judgement.metrics[0]?.verdict, 'harm');
    assert.deepEqual(judgement.rollback.culprit, { metric: 'errors', by: 'margin', share: 1 });
    assert.equal(judgement.proven, false);
  });

  it('tells the counts of both arms, and the interval between them', () => {
    const [metric] = judge(countedOf([errors], blocksOf(...times(40, same)))).metrics;
    assert.deepEqual(metric?.candidate, { units: 1000, value: 0.04 });
    assert.deepEqual(metric.baseline, { units: 19_000, value: 0.04 });
    const interval = metric.interval();
    assert.ok(interval && interval.low < 0 && interval.high > 0);
  });

  it('stays with what was once reached, whatever comes later', () => {
    const late = judge(countedOf([errors], blocksOf(...times(30, worse), ...times(150, better))));
    assert.equal(late.metrics[0]?.verdict, 'harm');
    assert.ok(late.rollback.track.at(-1)! < late.rollback.threshold);
    const proven = judge(countedOf([errors], blocksOf(...times(100, better), ...times(5, worse))));
    assert.equal(proven.metrics[0]?.verdict, 'proven');
  });

  it('waits until a block is over and settled', () => {
    const blocks = blocksOf(...times(30, worse));
    const at = (now: number, settle: number): number | undefined =>
      judge(countedOf([{ ...errors, settle }], blocks, { now })).metrics[0]?.candidate?.units;
    assert.equal(at(299, 0), 50);
    assert.equal(at(300, 0), 75);
    assert.equal(at(399, 50), 50);
    assert.equal(at(400, 50), 75);
  });

  it('judges a mean that gets worse downward, by its margin and by a limit', () => {
    const block = (candidate: number) => ({
      candidate: { quality: mean(50, candidate, 0.5) },
      baseline: { quality: mean(450, 4.1, 0.5) },
    });
    const judged = (value: number, limit?: number) =>
      judge(countedOf([{ ...quality, ...(limit !== undefined && { limit }) }], blocksOf(...times(60, block(value)))));
    assert.equal(judged(3.8).metrics[0]?.verdict, 'harm');
    assert.equal(judged(4.1).metrics[0]?.verdict, 'proven');
    assert.equal(judged(4.1, 3.9).rollback.culprit, undefined);
    assert.equal(judged(3.1, 3.9).rollback.culprit?.metric, 'quality');
  });

  it('judges a success metric by its goal alone', () => {
    const block = (ones: number) => ({
      candidate: { resolved: rate(100, ones) },
      baseline: { resolved: rate(100, 71) },
    });
    const judged = (ones: number) => judge(countedOf([resolved], blocksOf(...times(60, block(ones)))));
    assert.equal(judged(80).metrics[0]?.verdict, 'proven');
    assert.equal(judged(80).reached, true);
    const bad = judged(50);
    assert.equal(bad.metrics[0]?.verdict, 'undecided');
    assert.deepEqual([bad.reached, bad.proven, bad.rollback.culprit], [false, true, undefined]);
  });

  it('finds a broken limit without a baseline, counting units of a segment rule', () => {
    const criterion = { ...errors, limit: 0.15 };
    const block = { candidate: { errors: rate(10, 3) }, segment: { errors: rate(10, 3) } };
    const judgement = judge(countedOf([criterion], blocksOf(...times(20, block))));
    assert.deepEqual(judgement.rollback.culprit?.by, 'limit');
    assert.equal(judgement.metrics[0]?.verdict, 'harm');
    const within = { candidate: { errors: rate(10, 1) }, segment: { errors: rate(10, 1) } };
    assert.equal(judge(countedOf([criterion], blocksOf(...times(200, within)))).rollback.culprit, undefined);
  });

  it('names the segment in which a guardrail is broken', () => {
    const watched = { ...errors, segments: ['locale'] };
    const of = (ones: number) =>
      blocksOf(...times(40, { candidate: { errors: rate(25, ones) }, baseline: { errors: rate(25, 1) } }));
    const all = blocksOf(...times(40, { candidate: { errors: rate(500, 27) }, baseline: { errors: rate(500, 20) } }));
    const segments = [
      { attribute: 'locale', value: 'en', blocks: of(1) },
      { attribute: 'locale', value: 'de', blocks: of(8) },
      // Not watched.
      { attribute: 'tier', value: 'pro', blocks: of(25) },
    ];
    const { culprit } = judge(countedOf([watched], all, { segments })).rollback;
    assert.deepEqual(culprit?.segment, { attribute: 'locale', value: 'de' });
    assert.ok(culprit.share > 0.9 && culprit.share <= 1);
    assert.equal(judge(countedOf([errors], all, { segments })).rollback.culprit, undefined);
  });

  it('shares the budget: each of three guardrails and all limits together have a quarter', () => {
    const criteria = ['a', 'b', 'c'].map((name) => ({ ...errors, name, ...(name !== 'c' && { limit: 0.2 }) }));
    const { metrics } = judge(countedOf(criteria, blocksOf()));
    for (const { harm, limit, name } of metrics) {
      closeTo(harm?.threshold, Math.log(4 / 0.05));
      if (name !== 'c') closeTo(limit?.threshold, Math.log(8 / 0.05));
    }
  });

  it('is the same for a rate of bad outcomes and the rate of the good ones', () => {
    const counts = fc.array(fc.tuple(fc.nat(25), fc.nat(475)), { maxLength: 12 });
    fc.assert(
      fc.property(counts, fc.boolean(), (bad, isRelative) => {
        const bads = { ...errors, limit: 0.15, ...(isRelative && { by: { absolute: 0.02 } }) };
        const goods = { ...bads, worse: 'lower' as const, expect: 1 - errors.expect, limit: 0.85 };
        const blocks = (of: (n: number, count: number) => number): BlocksByArm =>
          blocksOf(
            ...bad.map(([c, b]) => ({
              candidate: { errors: rate(25, of(25, c)) },
              baseline: { errors: rate(475, of(475, b)) },
            })),
          );
        const one = judge(
          countedOf(
            [bads],
            blocks((_, count) => count),
          ),
        ).metrics[0]!;
        const other = judge(
          countedOf(
            [goods],
            blocks((n, count) => n - count),
          ),
        ).metrics[0]!;
        for (const key of ['harm', 'proof', 'limit'] as const) {
          one[key]!.track.forEach((log, at) => closeTo(other[key]!.track[at], log, 1e-7 * Math.max(1, Math.abs(log))));
        }
        assert.equal(one.verdict, other.verdict);
      }),
      { numRuns: 60 },
    );
  });

  /** Any counts of two arms and of two segments, the second of which may appear late. */
  const anything = fc.array(
    fc.record({ nc: fc.nat(60), nb: fc.nat(60), c: fc.nat(60), b: fc.nat(60), part: fc.nat(60) }),
    { maxLength: 25 },
  );
  const countedFrom = (counts: readonly { nc: number; nb: number; c: number; b: number; part: number }[]) => {
    const block = (nc: number, nb: number, c: number, b: number) => ({
      ...(nc > 0 && { candidate: { errors: rate(nc, Math.min(nc, c)), quality: mean(nc, 1 + 4 * (c / 60)) } }),
      ...(nb > 0 && { baseline: { errors: rate(nb, Math.min(nb, b)), quality: mean(nb, 1 + 4 * (b / 60)) } }),
    });
    const criteria = [
      { ...errors, segments: ['locale'], limit: 0.1 },
      { ...quality, segments: ['locale'], settle: 150 },
    ];
    const segments = ['a', 'b'].map((value, at) => ({
      attribute: 'locale',
      value,
      blocks: blocksOf(
        ...counts.map(({ nc, nb, c, b, part }) =>
          at === 0
            ? block(Math.min(part, nc), Math.min(part, nb), c, b)
            : block(Math.max(0, nc - part), Math.max(0, nb - part), c, b),
        ),
      ),
    }));
    return countedOf(criteria, blocksOf(...counts.map(({ nc, nb, c, b }) => block(nc, nb, c, b))), {
      segments,
      splits: [{ from: 0, until: Infinity, share: 0.5 }],
    });
  };

  it('is the same however often one looked before: what was seen earlier is the beginning of what is seen later', () => {
    fc.assert(
      fc.property(anything, fc.nat(25), (counts, blocks) => {
        const now = judge(countedFrom(counts));
        const earlier = judge({ ...countedFrom(counts.slice(0, blocks)), now: blocks * 100 });
        const length = earlier.axis.length;
        assert.deepEqual(now.axis.slice(0, length), earlier.axis);
        assert.deepEqual(now.rollback.track.slice(0, length), earlier.rollback.track);
        now.metrics.forEach(({ harm, proof }, at) => {
          assert.deepEqual(harm?.track.slice(0, length), earlier.metrics[at]?.harm?.track);
          assert.deepEqual(proof.track.slice(0, length), earlier.metrics[at]?.proof.track);
        });
        if (earlier.rollback.culprit) assert.deepEqual(now.rollback.culprit, earlier.rollback.culprit);
      }),
    );
  });

  it('is made of numbers, whatever is counted', () => {
    fc.assert(
      fc.property(anything, (counts) => {
        const { metrics, rollback, ratio } = judge(countedFrom(counts));
        for (const { track } of [
          rollback,
          ...metrics.flatMap(({ harm, limit, proof }) => [harm ?? proof, limit ?? proof, proof]),
        ]) {
          assert.ok(track.every(Number.isFinite));
        }
        assert.ok(Number.isFinite(ratio.most));
        for (const { interval } of metrics) {
          const { low, high } = interval() ?? { low: 0, high: 0 };
          assert.ok(low <= high && Number.isFinite(low) && Number.isFinite(high), `${low} to ${high}`);
        }
      }),
    );
  });
});
