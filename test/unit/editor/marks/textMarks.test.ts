import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextRange } from '../../../../src/prompts/textRange.js';
import { compareTexts } from '../../../../src/prompts/comparison/compareTexts.js';
import { kindOf } from '../../../../src/editor/marks/changes.js';
import { lineMarks, removedWords, textMarks, type ComparedTexts } from '../../../../src/editor/marks/textMarks.js';
import { textPairs } from './textPairs.js';

const everything = { start: 0, end: Infinity };

function compared(before: string, after: string): ComparedTexts {
  return { before, after, hunks: compareTexts(before, after) };
}

/** The texts that are marked, by kind; kinds without any left out. */
function marked(before: string, after: string, part: TextRange = everything): Record<string, string[]> {
  const marks = Object.entries({ ...textMarks(compared(before, after), part) });
  const cut = ({ start, end }: TextRange): string => after.slice(start, end);
  return Object.fromEntries(
    marks.filter(([, ranges]) => ranges.length > 0).map(([kind, ranges]) => [kind, ranges.map(cut)]),
  );
}

describe('marks in a text', () => {
  it('are words that were added or changed, and the character beside words that were removed', () => {
    assert.deepEqual(marked('Be kind.', 'Be very kind.'), { added: ['very '] });
    assert.deepEqual(marked('Be kind.', 'Be warm.'), { changed: ['warm'] });
    assert.deepEqual(marked('Be very kind.', 'Be kind.'), { removedBefore: ['k'] });
    assert.deepEqual(marked('Be kind now', 'Be kind'), { removedBehind: ['d'] });
    assert.deepEqual(marked('a 🙂', 'a 🙂 b 🙂'), { added: [' b 🙂'] });
    assert.deepEqual(marked('x now 🙂', 'x 🙂'), { removedBefore: ['🙂'] });
    assert.deepEqual(marked('🙂 now', '🙂'), { removedBehind: ['🙂'] });
  });

  it('leave out line ends and indentation, which are nothing to look at', () => {
    assert.deepEqual(marked('a\nb\n', 'a\n  one\n\n  two\nb\n'), { added: ['one', 'two'] });
    assert.deepEqual(marked('a\r\nb', 'a\r\n  c\r\nb'), { added: ['c'] });
    assert.deepEqual(marked('a\n', 'a\n\n'), {});
  });

  it('show a change of indentation itself', () => assert.deepEqual(marked('a\nb', 'a\n  b'), { added: ['  '] }));

  it('mark no words where whole lines are gone', () => assert.deepEqual(marked('a\nb\nc\n', 'a\nc\n'), {}));

  it('are those of the asked part only', () => {
    const [before, after] = ['one\ntwo\nthree\n', 'ONE\ntwo\nTHREE\n'];
    assert.deepEqual(marked(before, after, { start: 0, end: 5 }), { changed: ['ONE'] });
    assert.deepEqual(marked(before, after, { start: 6, end: 9 }), { changed: ['THREE'] });
    assert.deepEqual(marked(before, after, { start: 4, end: 7 }), {});
  });

  it('cover all that was added but blanks and line ends, and nothing that was there before', () => {
    fc.assert(
      fc.property(textPairs, ({ before, after }) => {
        const texts = compared(before, after);
        const { added, changed, removedBefore, removedBehind } = textMarks(texts, everything);
        const words = [...added, ...changed].sort((a, b) => a.start - b.start);
        let [rest, at] = ['', 0];
        for (const { start, end } of words) {
          assert.ok(at <= start && start < end && end <= after.length);
          rest += after.slice(at, start);
          at = end;
        }
        const stayed = texts.hunks.flatMap((hunk) => hunk.words);
        let [same, from] = ['', 0];
        for (const word of stayed) {
          same += after.slice(from, word.after.start);
          from = word.after.end;
        }
        const plain = (text: string): string => text.replaceAll(/\s/g, '');
        assert.equal(plain(rest + after.slice(at)), plain(same + after.slice(from)));
        for (const { start, end } of [...words, ...removedBefore, ...removedBehind])
          assert.match(after.slice(start, end), /^[^\r\n]+$/);
        for (const { start, end } of [...removedBefore, ...removedBehind])
          assert.equal(Array.from(after.slice(start, end)).length, 1);
      }),
    );
  });
});

describe('removed words', () => {
  it('stand where they stood, those that others took the place of too', () => {
    assert.deepEqual(removedWords(compared('Be very kind.\nBye.\n', 'Be kind.\nHi.\n'), everything), [
      { offset: 3, text: 'very ' },
      { offset: 9, text: 'Bye' },
    ]);
    assert.deepEqual(removedWords(compared('a\nb\n', 'a\n'), everything), []);
  });

  it('put back in their places give the text before', () => {
    fc.assert(
      fc.property(textPairs, ({ before, after }) => {
        const texts = compared(before, after);
        const lines = texts.hunks
          .filter((hunk) => kindOf(hunk) === 'removed')
          .map((hunk) => ({ offset: hunk.after.start, text: before.slice(hunk.before.start, hunk.before.end) }));
        const gone = [...removedWords(texts, everything), ...lines].sort((a, b) => a.offset - b.offset);
        const words = texts.hunks.flatMap((hunk) => hunk.words);
        let [text, at] = ['', 0];
        for (const word of words) {
          const there = gone[0]?.offset === word.after.start && kindOf(word) !== 'added' ? gone.shift() : undefined;
          text += after.slice(at, word.after.start) + (there?.text ?? '');
          at = word.after.end;
        }
        assert.equal(text + after.slice(at), before);
        assert.deepEqual(gone, []);
      }),
    );
  });
});

describe('marks of lines', () => {
  it('end on the last line that differs', () => {
    assert.deepEqual(lineMarks(compared('a\nb\nc\nd\ne\n', 'a\nnew\nnew 2\nb\nC\nd\n')), {
      added: [{ start: 2, end: 11 }],
      changed: [{ start: 14, end: 15 }],
      removed: [{ start: 18, end: 18 }],
    });
    assert.deepEqual(lineMarks(compared('a', 'a\nb')).changed, [{ start: 0, end: 3 }]);
    assert.deepEqual(lineMarks(compared('a\n', 'a\n\n')).added, [{ start: 2, end: 2 }]);
  });
});
