import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson, isObject } from '../../../src/prompts/json.js';

describe('canonicalJson', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    assert.equal(canonicalJson({ b: [{ z: 1, y: 2 }, 3], a: null }), '{"a":null,"b":[{"y":2,"z":1},3]}');
  });

  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(canonicalJson(turned), canonicalJson(value));
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('isObject', () => {
  it('is neither null nor a list', () => {
    assert.deepEqual([{}, { a: 1 }, null, [], 'a', undefined].map(isObject), [true, true, false, false, false, false]);
  });
});
