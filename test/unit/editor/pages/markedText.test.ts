import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markedText } from '../../../../src/editor/pages/markedText.js';
import { compareTexts } from '../../../../src/prompts/comparison/compareTexts.js';
import { escapeHtml } from '../../../../src/prompts/html.js';

const marked = (textBefore: string, textAfter: string): string => {
  const edits = compareTexts(textBefore, textAfter).flatMap(({ words }) => words);
  return markedText({ textBefore, textAfter, edits }).text;
};
/** What is left when everything that one side does not have is taken away. */
const without = (tag: 'ins' | 'del', text: string): string =>
  text
    .replaceAll(new RegExp(`<${tag}>[^<]*</${tag}>`, 'g'), '')
    .replaceAll(/<details class="fold"><summary>\d+ unchanged lines<\/summary>|<\/details>|<\/?(?:ins|del)>/g, '');

describe('two texts in one', () => {
  it('mark what is gone and what is new', () => {
    assert.equal(marked('in three sentences', 'in two sentences'), 'in <del>three</del><ins>two</ins> sentences');
    assert.equal(marked('same', 'same'), 'same');
  });

  it('fold what did not change, but for the lines next to a change', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const text = marked(lines.join('\n'), [...lines.slice(0, 19), 'another'].join('\n'));
    assert.match(text, /^<details class="fold"><summary>18 unchanged lines<\/summary>line 0\n/);
    assert.match(text, /line 17<\/details>line 18\n<del>line 19<\/del><ins>another<\/ins>$/);
  });

  it('still hold both texts, character by character', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b ', '\n', '<', '&', 'word ', 'ü'), { maxLength: 80 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const both = marked(before, after);
        // A fold swallows the line end beside it, which its box stands for.
        const flat = (some: string): string => some.replaceAll('\n', '');
        assert.equal(flat(without('ins', both)), flat(escapeHtml(before)));
        assert.equal(flat(without('del', both)), flat(escapeHtml(after)));
      }),
      { numRuns: 1000 },
    );
  });
});
