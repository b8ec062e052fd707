import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClosedUnits } from '../../../src/evidence/closedUnits.js';
import { NumberMap } from '../../../src/evidence/numberMap.js';

describe('NumberMap', () => {
  it('does what a Map does', () => {
    // Few low bits: many numbers want the same place.
    const number = fc.tuple(fc.nat(3), fc.nat(300)).map(([low, high]) => high * 2 ** 20 + low + 1);
    const step = fc.tuple(fc.boolean(), number, fc.nat(99));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2000, size: 'max' }), (steps) => {
        const [map, expected] = [new NumberMap(), new Map<number, number>()];
        for (const [sets, key, value] of steps) {
          if (sets) map.set(key, value);
          else map.delete(key);
          if (sets) expected.set(key, value);
          else expected.delete(key);
          assert.equal(map.get(key), expected.get(key));
        }
        assert.deepEqual(new Map(map.entries()), expected);
        assert.equal(map.size, expected.size);
      }),
      { numRuns: 50 },
    );
  });
});

describe('ClosedUnits', () => {
  it('recognises the last ones, and of those before the time', () => {
    const closed = new ClosedUnits(100);
    for (let unit = 1; unit <= 1000; unit++) closed.add(unit, unit);
    assert.ok(closed.has(1000, 2000) && closed.has(900, 2000));
    assert.ok(!closed.has(5000, 2000), 'a new one');
    assert.ok(!closed.has(1, 2000), 'long forgotten, and comes again');
    assert.ok(closed.has(1, 1) && closed.has(5000, 700), 'too old to tell');
  });

  it('goes on from what was kept', () => {
    const [closed, other] = [new ClosedUnits(100), new ClosedUnits(100)];
    for (let unit = 1; unit <= 350; unit++) closed.add(unit * 2 ** 30, unit);
    other.restore(closed.kept());
    assert.deepEqual(other.kept(), closed.kept());
    assert.ok(other.has(350 * 2 ** 30, 1e6) && !other.has(351 * 2 ** 30, 1e6) && other.has(7, 100));
  });
});
