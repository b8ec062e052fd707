import assert from 'node:assert/strict';
import { fixTitle } from '../../../../src/prompts/language/fixTitle.js';

describe('the title of a quick fix', () => {
  it('names what is put in place', () => {
    assert.equal(fixTitle('traffic'), 'Replace with "traffic"');
    assert.equal(fixTitle('|-\n  one\n  two'), 'Replace with "|- one two"');
    assert.equal(fixTitle('x'.repeat(60)).length, 'Replace with ""'.length + 40);
  });

  it('says remove where nothing is put', () => {
    assert.equal(fixTitle(' '), 'Remove');
  });
});
