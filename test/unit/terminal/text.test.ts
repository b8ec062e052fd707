import assert from 'node:assert/strict';
import { colourDiffs } from '../../../src/terminal/colours.js';
import { inOneLine, visible } from '../../../src/terminal/escape.js';
import { exitCodeOf, failureOf } from '../../../src/terminal/failure.js';
import { HumanError } from '../../../src/prompts/humanError.js';
import { table } from '../../../src/terminal/table.js';

describe('text on a terminal', () => {
  it('shows what a terminal would obey', () => {
    assert.equal(visible('a\u001b[31mred\u0007\r\n\tb\u009b1m\u202e'), 'a\\x1b[31mred\\x07\\x0d\n\tb\\x9b1m\\u202e');
    assert.equal(visible('größer → 12 % 👩‍💻'), 'größer → 12 % 👩‍💻');
    assert.equal(inOneLine('a\nb\tc'), 'a\\x0ab\\x09c');
  });

  it('stands in aligned columns, whatever is in a cell', () => {
    assert.equal(
      table([
        ['a', 'bb', 'c'],
        ['größe', '', 'x\ny'],
        ['👩‍💻', 'b'],
      ]),
      ['a      bb  c', 'größe      x\\x0ay', '👩‍💻      b'].join('\n'),
    );
  });

  it('has colours in diffs only', () => {
    const text = '- no diff\n\n--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n\n+ no diff';
    const coloured = colourDiffs(text).split('\n');
    const bare = text.split('\n');
    assert.deepEqual(
      coloured.map((line, index) => line !== bare[index]),
      [false, false, true, true, true, true, true, false, false],
    );
  });
});

describe('a failure', () => {
  it('has an exit code by its kind', () => {
    const codes = (['refused', 'input', 'conflict', 'unreachable', 'cancelled'] as const).map((trouble) =>
      exitCodeOf(failureOf(new HumanError(trouble, 'x'))),
    );
    assert.deepEqual(codes, [1, 2, 3, 4, 130]);
  });

  it('is a defect of ours where nobody meant it to be read', () => {
    const failure = failureOf(new TypeError('x is undefined'));
    assert.deepEqual([failure.kind, exitCodeOf(failure)], ['defect', 70]);
    assert.match(failure.message, /^This is a defect of Prompt Rollout: x is undefined$/);
  });
});
