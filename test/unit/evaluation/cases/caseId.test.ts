import assert from 'node:assert/strict';
import { madeId, UniqueIds } from '../../../../src/evaluation/cases/caseId.js';

describe('the ids of cases', () => {
  it('are made of the inputs, whatever their order', () => {
    assert.equal(madeId({ a: 1, b: 'x' }), madeId({ b: 'x', a: 1 }));
    assert.notEqual(madeId({ a: 1 }), madeId({ a: '1' }));
    // An id that changed would lose the case its history.
    assert.equal(madeId({ question: 'Where?' }), 'case-303d19a62241');
  });

  it('are given out once', () => {
    const ids = new UniqueIds();
    assert.deepEqual(
      ['a', 'a-2', 'a', 'a', 'a-2'].map((id) => ids.give(id)),
      ['a', 'a-2', 'a-3', 'a-4', 'a-2-2'],
    );
  });

  it('are given out quickly, also where all are the same', () => {
    const ids = new UniqueIds();
    const given = new Set(Array.from({ length: 100_000 }, () => ids.give('a')));
    assert.equal(given.size, 100_000);
  });
});
