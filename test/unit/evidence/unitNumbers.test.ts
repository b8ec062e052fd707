import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClosedUnits } from '../../../src/evidence/closedUnits.js';
import { NumberMap } from '../../../src/evidence/numberMap.js';
import { NumberSet } from '../../../src/evidence/numberSet.js';
import { unitNumber } from '../../../src/evidence/unitNumber.js';

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

/** A number like those of units. */
const numberOf = (unit: number): number => unitNumber(Buffer.from(String(unit)), 0, String(unit).length);

describe('NumberSet', () => {
  it('does what a Set does, as it grows', () => {
    const [set, expected] = [new NumberSet(), new Set<number>()];
    for (let unit = 0; unit < 40_000; unit++) {
      const number = numberOf(unit % 7 === 0 ? unit / 7 : unit);
      assert.equal(set.has(number), expected.has(number));
      set.add(number);
      expected.add(number);
      assert.ok(set.has(number));
    }
    assert.deepEqual([...set.all()], [...expected]);
  });
});

describe('ClosedUnits', () => {
  it('recognises the last ones, and of those before the time', () => {
    const closed = new ClosedUnits(100);
    for (let unit = 1; unit <= 1000; unit++) closed.add(numberOf(unit), unit);
    const has = (unit: number, time: number): boolean => closed.has(numberOf(unit), time);
    assert.ok(has(1000, 2000) && has(900, 2000));
    assert.ok(!has(5000, 2000), 'a new one');
    assert.ok(!has(1, 2000), 'long forgotten, and comes again');
    assert.ok(has(1, 1) && has(5000, 700), 'too old to tell');
  });

  it('goes on from what was kept', () => {
    const [closed, other] = [new ClosedUnits(100), new ClosedUnits(100)];
    for (let unit = 1; unit <= 350; unit++) closed.add(numberOf(unit), unit);
    other.restore(closed.kept());
    assert.deepEqual(other.kept(), closed.kept());
    assert.ok(other.has(numberOf(350), 1e6) && !other.has(numberOf(351), 1e6) && other.has(numberOf(7), 100));
  });
});
