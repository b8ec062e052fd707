import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseShorthand } from '../../../../src/evaluation/cases/assertionShorthand.js';

describe('parseShorthand', () => {
  /** What promptfoo 0.122 makes of the same texts. */
  const known: readonly (readonly [string, object])[] = [
    ['Paris', { type: 'equals', value: 'Paris' }],
    ['  Paris ', { type: 'equals', value: 'Paris' }],
    ['equals: 4', { type: 'equals', value: '4' }],
    ['contains:foo', { type: 'contains', value: 'foo' }],
    ['contains: foo:bar', { type: 'contains', value: 'foo:bar' }],
    ['not-contains:foo', { type: 'not-contains', value: 'foo' }],
    ['icontains-any: a, b ,c', { type: 'icontains-any', value: ['a', 'b', 'c'] }],
    ['contains-all:', { type: 'contains-all', value: '' }],
    ['is-json', { type: 'is-json' }],
    ['is-json: {"type":"object"}', { type: 'is-json', value: ' {"type":"object"}' }],
    ['not-is-refusal', { type: 'not-is-refusal' }],
    ['levenshtein(5):Hello', { type: 'levenshtein', value: 'Hello', threshold: 5 }],
    ['levenshtein(0):Hello', { type: 'levenshtein', value: 'Hello', threshold: 0 }],
    ['similar:Hello', { type: 'similar', value: 'Hello', threshold: 0.8 }],
    ['similar(0.9):Hello', { type: 'similar', value: 'Hello', threshold: 0.9 }],
    ['rouge-n:Hello', { type: 'rouge-n', value: 'Hello', threshold: 0.75 }],
    ['bleu(0.7):Hello', { type: 'bleu', value: 'Hello' }],
    ['latency(1000)', { type: 'latency', threshold: 1000 }],
    ['grade:is polite', { type: 'llm-rubric', value: 'is polite' }],
    ['llm-rubric: is polite', { type: 'llm-rubric', value: ' is polite' }],
    ['javascript: output.length < 5', { type: 'javascript', value: 'output.length < 5' }],
    ['fn:output.length', { type: 'javascript', value: 'output.length' }],
    ['eval:output.length', { type: 'javascript', value: 'output.length' }],
    ['file://check.js', { type: 'javascript', value: 'check.js' }],
    ['file://check.mjs:polite', { type: 'javascript', value: 'check.mjs:polite' }],
    ['python: len(output)', { type: 'python', value: 'len(output)' }],
    ['file://check.py', { type: 'python', value: 'check.py' }],
    ['trajectory:tool-used:search', { type: 'trajectory:tool-used', value: 'search' }],
    ['regex:^a\nb$', { type: 'regex', value: '^a\nb$' }],
    ['contain:Paris', { type: 'equals', value: 'contain:Paris' }],
    ['Note: contains:foo', { type: 'equals', value: 'Note: contains:foo' }],
  ];

  for (const [text, meaning] of known) {
    it(`reads ${JSON.stringify(text)} as promptfoo does`, () => assert.deepEqual(parseShorthand(text), meaning));
  }

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { type, value } = parseShorthand(text);
        assert.ok(type.length > 0);
        if (type === 'equals' && !text.trim().startsWith('equals')) assert.equal(value, text.trim());
      }),
    );
  });
});
