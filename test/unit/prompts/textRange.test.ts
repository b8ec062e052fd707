import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../src/prompts/textRange.js';

describe('LineIndex', () => {
  it('counts LF, CRLF and CR as one line end each', () => {
    const index = new LineIndex('a\nbc\r\nd\re');
    assert.deepEqual(
      [0, 1, 2, 4, 6, 7, 8].map((offset) => index.positionAt(offset)),
      [
        { line: 0, column: 0 },
        { line: 0, column: 1 },
        { line: 1, column: 0 },
        { line: 1, column: 2 },
        { line: 2, column: 0 },
        { line: 2, column: 1 },
        { line: 3, column: 0 },
      ],
    );
  });

  it('agrees with counting by hand on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', 'ß', '😀') }), fc.nat(), (text, seed) => {
        const offset = text.length === 0 ? 0 : seed % text.length;
        const lines = text.slice(0, offset).split('\n');
        const expected = { line: lines.length - 1, column: lines.at(-1)!.length };
        assert.deepEqual(new LineIndex(text).positionAt(offset), expected);
      }),
    );
  });
});
