import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonProblem } from '../../../../src/prompts/formats/jsonProblem.js';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonProblem', () => {
  it('points at the token that does not belong', () => {
    const places: Readonly<Record<string, number | undefined>> = {
      '{"a": 1}': undefined,
      '{"a": 1,}': 8,
      '{"a" 1}': 5,
      '[1 2]': 3,
      "{'a': 1}": 1,
      '{"a": [1, 2}': 11,
      '{"a": 1': 7,
      '': 0,
      '1 1': 2,
      '01': 1,
      '"a\nb"': 0,
    };
    for (const [text, place] of Object.entries(places)) assert.equal(jsonProblem(text), place, text);
  });

  it('refuses what nests without end', () => assert.ok(jsonProblem('['.repeat(100_000) + ']'.repeat(100_000))! < 200));

  it('agrees with JSON.parse', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      'true',
      'null',
      ' ',
      '\n',
      '"',
      '\\',
      '0',
      '.5',
      'e3',
      '\u0001',
      '\u0085',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (text) => {
          assert.equal(jsonProblem(text) === undefined, parses(text));
        },
      ),
      { numRuns: 5_000 },
    );
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), (text) => jsonProblem(text) === undefined));
  });
});
