import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fencedText, inlineText } from '../../../../src/editor/marks/removedText.js';

describe('removed text', () => {
  it('stands on one line with arrows for line ends, and keeps its blanks', () => {
    assert.equal(inlineText('two  words\r\n    more\tend'), 'two\u00a0\u00a0words↵more→end');
    assert.equal(inlineText('x'.repeat(500)).length, 120);
  });

  it('is shown in a block as it was', () => {
    assert.equal(fencedText('  one\n\ntwo\n'), '```text\n  one\n\ntwo\n```');
    assert.equal(fencedText('no line end'), '```text\nno line end\n```');
  });

  it('cannot close its block by back-ticks of its own', () => {
    assert.equal(fencedText('```js\n````\n'), '`````text\n```js\n````\n`````');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '```', '~~~', '\n', ' ', 'a')), (pieces) => {
        const [first = '', ...rest] = fencedText(pieces.join('')).split('\n');
        const fence = /^`+/.exec(first)?.[0] ?? '';
        assert.equal(
          rest.findIndex((line) => line.trim().startsWith(fence)),
          rest.length - 1,
        );
      }),
    );
  });

  it('is cut where it is long, and says so', () => {
    const text = Array.from({ length: 41 }, (_, line) => `line ${line}`).join('\n');
    assert.match(fencedText(text), /\nline 39\n```\n\n… and 1 more line$/);
    assert.match(fencedText(`${text}\nlast`), /… and 2 more lines$/);
    assert.ok(fencedText('x'.repeat(100_000)).length < 1000);
  });
});
