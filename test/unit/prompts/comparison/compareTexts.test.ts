import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextRange } from '../../../../src/prompts/textRange.js';
import { compareTexts } from '../../../../src/prompts/comparison/compareTexts.js';

function words(before: string, after: string): [string, string][] {
  const cut = (text: string, { start, end }: TextRange): string => text.slice(start, end);
  return compareTexts(before, after).flatMap((hunk) =>
    hunk.words.map((change): [string, string] => [cut(before, change.before), cut(after, change.after)]),
  );
}

/** What stands outside all changes must be the same on both sides; with the changes it must give both texts. */
function rebuild(before: string, after: string): void {
  let [left, right, at, other] = ['', '', 0, 0];
  for (const hunk of compareTexts(before, after)) {
    for (const change of hunk.words) {
      const equal = before.slice(at, change.before.start);
      assert.equal(after.slice(other, change.after.start), equal);
      left += equal + before.slice(change.before.start, change.before.end);
      right += equal + after.slice(change.after.start, change.after.end);
      assert.ok(hunk.before.start <= change.before.start && change.before.end <= hunk.before.end);
      assert.ok(hunk.after.start <= change.after.start && change.after.end <= hunk.after.end);
      [at, other] = [change.before.end, change.after.end];
    }
  }
  assert.equal(before.slice(at), after.slice(other));
  assert.equal(left + before.slice(at), before);
  assert.equal(right + after.slice(other), after);
}

describe('compareTexts', () => {
  it('finds whole words', () => {
    assert.deepEqual(words('Be kind to all.\nBye.', 'Be warm to all.\nBye.'), [['kind', 'warm']]);
    assert.deepEqual(words('one two three', 'one 2 3'), [['two three', '2 3']]);
    assert.deepEqual(words('a\nb\n', 'a\nnew\nb\n'), [['', 'new\n']]);
    assert.deepEqual(words('a\nold\nb\n', 'a\nb\n'), [['old\n', '']]);
    assert.deepEqual(words('naïve café', 'naïve cafe'), [['café', 'cafe']]);
  });

  it('says nothing where nothing differs', () => assert.deepEqual(compareTexts('a\r\nb', 'a\r\nb'), []));

  it('rebuilds both sides exactly, and cuts neither a character nor a line end', () => {
    const piece = fc.constantFrom('a', 'b ', 'word', '\n', '\r\n', '\r', '🙂', 'é', '{{x}}', '  ', 'the same line\n');
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        rebuild(before, after);
        for (const hunk of compareTexts(before, after)) {
          for (const { before: range } of hunk.words) {
            for (const at of [range.start, range.end]) {
              assert.ok(!/[\uD800-\uDBFF]$/.test(before.slice(0, at)) || !/^[\uDC00-\uDFFF]/.test(before.slice(at)));
              assert.ok(!before.slice(0, at).endsWith('\r') || !before.slice(at).startsWith('\n'));
            }
          }
        }
      }),
      { numRuns: 4000 },
    );
  });

  it('rebuilds edits of one text', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `Line ${index} says something about ${index % 7} parcels.`);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(399), fc.string({ maxLength: 30 })), { maxLength: 60 }), (edits) => {
        const after = [...lines];
        for (const [at, text] of edits) after[at] = text;
        rebuild(lines.join('\n'), after.join('\n'));
      }),
      { numRuns: 100 },
    );
  });
});
