import assert from 'node:assert/strict';
import { canonicalParameter, parameterType } from '../../../src/prompts/canonicalParameters.js';

describe('canonicalParameter', () => {
  it('brings the spellings of all formats together', () => {
    const spellings = [
      'maxTokens',
      'max_tokens',
      'maxOutputTokens',
      'max-tokens',
      'topP',
      'top_p',
      'stopSequences',
      'stop',
    ];
    assert.deepEqual(spellings.map(canonicalParameter), [
      ...Array<string>(4).fill('max_tokens'),
      ...['top_p', 'top_p', 'stop', 'stop'],
    ]);
    assert.equal(canonicalParameter('maxCompletionTokens'), 'max_completion_tokens');
  });

  it('keeps names nobody knows', () => assert.equal(canonicalParameter('customKnob'), 'customKnob'));
});

describe('parameterType', () => {
  it('knows what the common parameters must be', () => {
    assert.deepEqual(parameterType('temperature'), { is: 'number', min: 0, max: 2 });
    assert.equal(parameterType('max_tokens')?.is, 'integer');
    assert.equal(parameterType('customKnob'), undefined);
  });
});
