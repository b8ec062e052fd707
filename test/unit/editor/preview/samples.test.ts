import assert from 'node:assert/strict';
import { samplesOf } from '../../../../src/editor/preview/samples.js';
import type { JsonValue } from '../../../../src/prompts/json.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { exampleText } from './example.js';

const named = (inputs: JsonValue, expected?: string): string | undefined =>
  samplesOf({ tests: [{ inputs, range: { start: 0, end: 0 }, ...(expected !== undefined && { expected }) }] })[0]?.name;

describe('samplesOf', () => {
  it('names each by its number and its longest text', () => {
    assert.deepEqual(samplesOf(parsePrompt('a.prompt.yml', exampleText)), [
      { name: '1 · Where is my parcel?', inputs: { language: 'English', question: 'Where is my parcel?' } },
      { name: '2 · Wo ist mein Paket?', inputs: { language: 'German', question: 'Wo ist mein Paket?' } },
    ]);
  });

  it('shortens a long text to one line', () => {
    const name = named({ question: `First line\n\n  second ${'x'.repeat(100)}` });
    assert.match(name ?? '', /^1 · First line second x+…$/);
    assert.equal(name?.length, '1 · '.length + 60);
  });

  it('names one without texts by what is expected, else by its number', () => {
    assert.equal(named({ count: 3 }, 'three'), '1 · three');
    assert.equal(named({ count: 3 }), 'Sample 1');
  });

  it('leaves out what is no set of inputs', () => {
    assert.equal(named('text'), undefined);
    assert.equal(named(['text']), undefined);
  });
});
