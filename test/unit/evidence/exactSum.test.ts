import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExactSum } from '../../../src/evidence/exactSum.js';

function exactly(values: readonly number[]): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.total();
}

describe('ExactSum', () => {
  it('keeps what plain addition loses', () => {
    assert.equal(exactly([]), 0);
    assert.equal(exactly([0.1, 0.2, 0.3]), 0.6);
    assert.equal(exactly([1e16, 1, -1e16]), 1);
    assert.equal(exactly(Array.from({ length: 10 }, () => 0.1)), 1);
  });

  it('rounds to the right side when half a digit is left, and to even when exactly half is', () => {
    const half = 2 ** -53;
    assert.equal(exactly([1, half, 2 ** -120]), 1 + 2 ** -52);
    assert.equal(exactly([1, half]), 1);
    assert.equal(exactly([1, half, -(2 ** -120)]), 1);
  });

  it('does not depend on the order', () => {
    const values = fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (numbers, random) => {
        const shuffled = numbers.map((value) => ({ value, key: Number(random.next().value) }));
        shuffled.sort((a, b) => a.key - b.key);
        assert.equal(exactly(shuffled.map(({ value }) => value)), exactly(numbers));
      }),
    );
  });

  it('adds whole numbers and fractions of a power of two as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 50 }), (numbers) => {
        const sum = numbers.reduce((total, value) => total + value, 0);
        assert.equal(exactly(numbers.map((value) => value / 1024)) * 1024 + 0, sum + 0);
      }),
    );
  });
});
