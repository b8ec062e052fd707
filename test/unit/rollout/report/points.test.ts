import assert from 'node:assert/strict';
import { array, assert as check, double, integer, property, record } from 'fast-check';
import { columns, reduced, type Point } from '../../../../src/rollout/report/points.js';

describe('points that a chart can show', () => {
  const to = 1e6;
  const point = record({ at: integer({ min: 0, max: to }), value: double({ noNaN: true, noDefaultInfinity: true }) });
  // Few points are left as they are, so there are many.
  const series = array(point, { minLength: 2 * columns + 1, maxLength: 3000, size: 'max' }).map((points) =>
    points.sort((a, b) => a.at - b.at),
  );

  it('are two a column and the ends at most, in the order of time, all of them points that there are', () => {
    check(
      property(series, (points) => {
        const kept = reduced(points, 0, to);
        assert.ok(kept.length <= 2 * (columns + 1) + 2);
        assert.ok(kept.every((point, index) => index === 0 || kept[index - 1]!.at <= point.at));
        const known = new Set(points);
        assert.ok(kept.every((point) => known.has(point)));
        assert.equal(new Set(kept).size, kept.length);
      }),
      { numRuns: 20 },
    );
  });

  it('keep the extremes and the ends', () => {
    check(
      property(series, (points) => {
        const kept = reduced(points, 0, to);
        const values = (all: readonly Point[]): number[] => all.map(({ value }) => value);
        assert.equal(Math.max(...values(kept)), Math.max(...values(points)));
        assert.equal(Math.min(...values(kept)), Math.min(...values(points)));
        assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
      }),
      { numRuns: 20 },
    );
  });

  it('keep one that stands out among 100,000', () => {
    const points = Array.from({ length: 100_000 }, (_, at): Point => ({ at, value: at === 73_210 ? 9 : 1 }));
    const kept = reduced(points, 0, 100_000);
    assert.ok(kept.length <= 2 * columns + 2, String(kept.length));
    assert.ok(kept.some(({ at }) => at === 73_210));
  });

  it('are all of them where they are few', () => {
    const points = [{ at: 1, value: 2 }];
    assert.equal(reduced(points, 0, 10), points);
  });
});
