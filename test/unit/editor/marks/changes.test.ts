import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareTexts } from '../../../../src/prompts/comparison/compareTexts.js';
import {
  changeOnLine,
  nextChange,
  placeOf,
  previousChange,
  revertOf,
  textInDocument,
} from '../../../../src/editor/marks/changes.js';
import { textPairs } from './textPairs.js';

const before = 'one\ntwo\nthree\nfour\nfive\n';
const after = 'one\n2 two\nthree\nfive\nsix\n';
/** `2 ` was added in line 1, `four` removed before line 3, line 4 added. */
const hunks = compareTexts(before, after);
const lineStarts = [0, 4, 10, 16, 21, 25];

describe('the changes of a text', () => {
  it('are gone to one after the other, and round', () => {
    const places = [4, 16, 21];
    assert.deepEqual(hunks.map(placeOf), places);
    const next = (offset: number): number => placeOf(nextChange(hunks, offset)!);
    const previous = (offset: number): number => placeOf(previousChange(hunks, offset)!);
    assert.deepEqual([0, 4, 15, 16, 21, 25].map(next), [4, 16, 16, 21, 4, 4]);
    assert.deepEqual([25, 21, 20, 16, 4, 0].map(previous), [21, 16, 16, 4, 21, 21]);
    assert.equal(nextChange([], 0), undefined);
    assert.equal(previousChange([], 0), undefined);
  });

  it('are found on their lines, removed ones on the line that followed', () => {
    const found = lineStarts.map((start) => hunks.findIndex((hunk) => hunk === changeOnLine(hunks, start)));
    assert.deepEqual(found, [-1, 0, -1, 1, 2, -1]);
  });

  it('are found where all of the end, or everything, was removed', () => {
    assert.equal(changeOnLine(compareTexts('a\nb\n', 'a\n'), 2)?.before.start, 2);
    assert.equal(changeOnLine(compareTexts('a\nb\n', ''), 0)?.before.end, 4);
  });

  it('are reverted one by one, each without touching the others', () => {
    const reverted = hunks.map((hunk) => {
      const { range, text } = revertOf(before, hunk);
      return after.slice(0, range.start) + text + after.slice(range.end);
    });
    assert.deepEqual(reverted, [
      'one\ntwo\nthree\nfive\nsix\n',
      'one\n2 two\nthree\nfour\nfive\nsix\n',
      'one\n2 two\nthree\nfive\n',
    ]);
  });

  it('give exactly the text before when all of them are reverted, in any order', () => {
    fc.assert(
      fc.property(textPairs, fc.infiniteStream(fc.nat()), ({ before, after }, order) => {
        const changes = compareTexts(before, after).map((hunk) => revertOf(before, hunk));
        let text = after;
        while (changes.length > 0) {
          const [{ range, text: stood }] = changes.splice((order.next().value ?? 0) % changes.length, 1) as [
            (typeof changes)[0],
          ];
          text = text.slice(0, range.start) + stood + text.slice(range.end);
          const shift = stood.length - (range.end - range.start);
          for (const [index, other] of changes.entries()) {
            if (other.range.start < range.end || other.range === range) continue;
            const moved = { start: other.range.start + shift, end: other.range.end + shift };
            changes[index] = { ...other, range: moved };
          }
        }
        assert.equal(text, before);
      }),
    );
  });
});

describe('the text of a version in a document', () => {
  it('has the line ends of the document, and no byte order mark', () => {
    assert.equal(textInDocument('\uFEFFa\r\nb\rc\n', '\n'), 'a\nb\nc\n');
    assert.equal(textInDocument('a\nb\r\nc\r', '\r\n'), 'a\r\nb\r\nc\r\n');
    assert.equal(textInDocument('a\nb\uFEFF', '\n'), 'a\nb\uFEFF');
  });

  it('differs nowhere from the same text with other line ends', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll(/[\r\n\uFEFF]/g, '')));
    const ends = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(lines, ends, ends, fc.boolean(), (all, committed, shown, hasMark) => {
        const version = `${hasMark ? '\uFEFF' : ''}${all.join(committed)}`;
        assert.deepEqual(compareTexts(textInDocument(version, shown), all.join(shown)), []);
      }),
    );
  });
});
