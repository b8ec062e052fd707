import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvRows } from '../../../../src/evaluation/cases/csvRows.js';
import { jsonRows } from '../../../../src/evaluation/cases/jsonRows.js';
import type { TextRange } from '../../../../src/prompts/textRange.js';
import { all, pieces } from './memoryFiles.js';

type Rows<T> = (
  text: AsyncIterable<string>,
  report: (message: string, range: TextRange) => void,
) => AsyncIterable<{ readonly value: T; readonly range: TextRange }>;

async function read<T>(rows: Rows<T>, text: string, size = 5) {
  const problems: (readonly [string, string])[] = [];
  const found = await all(
    rows(pieces(text, size), (message, { start, end }) => problems.push([message, text.slice(start, end)])),
  );
  return {
    problems,
    values: found.map(({ value }) => value),
    texts: found.map(({ range }) => text.slice(range.start, range.end)),
  };
}

describe('rows of CSV', () => {
  const text = '\uFEFF"a",b\r\n1,"x\r\ny"\n\n2,ü😀\r\n,\r\n3,"q"" z"\r4\n5,a "b" c\n6,"a" b';

  it('are what stands there, with their places, however the file comes', async () => {
    for (const size of [1, 2, 3, 1000]) {
      const { values, texts, problems } = await read(csvRows, text, size);
      assert.deepEqual(values, [
        ['a', 'b'],
        ['1', 'x\r\ny'],
        ['2', 'ü😀'],
        ['', ''],
        ['3', 'q" z'],
        ['4'],
        ['5', 'a "b" c'],
        ['6', '"a" b'],
      ]);
      assert.deepEqual(texts, ['"a",b', '1,"x\r\ny"', '2,ü😀', ',', '3,"q"" z"', '4', '5,a "b" c', '6,"a" b']);
      assert.deepEqual(problems, []);
    }
  });

  it('end where a quote is not closed, and keep those before it', async () => {
    const open = 'a,b\n1,2\n3,"4\n5,6\n';
    const { values, problems } = await read(csvRows, open);
    assert.deepEqual(values, [
      ['a', 'b'],
      ['1', '2'],
    ]);
    assert.deepEqual(
      problems.map(([message, at]) => [/quote is not closed/.test(message), at]),
      [[true, '3']],
    );
  });

  it('end where a row is endless', async () => {
    const { values, problems } = await read(csvRows, `a,b\n1,"${'x,y\n'.repeat(300_000)}`, 50_000);
    assert.deepEqual(values, [['a', 'b']]);
    assert.equal(problems.length, 1);
  });

  it('say what they are made of', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r\n', 'ü', '😀', '\u2028') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    const end = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(table, end, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (rows, eol, size, mark) => {
        const lines = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','));
        const { values, texts, problems } = await read(csvRows, (mark ? '\uFEFF' : '') + lines.join(eol) + eol, size);
        assert.deepEqual(values, rows);
        assert.deepEqual(texts, lines);
        assert.deepEqual(problems, []);
      }),
    );
  });

  it('take any text', async () => {
    const odd = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\0', '\uFEFF', '😀') });
    await fc.assert(
      fc.asyncProperty(odd, async (source) => {
        const { texts } = await read(csvRows, source, 3);
        let at = 0;
        for (const one of texts) {
          const found = source.indexOf(one, at);
          assert.ok(found >= 0, JSON.stringify(one));
          at = found + one.length;
        }
      }),
    );
  });
});

describe('rows of JSON Lines', () => {
  it('are what stands there, with their places', async () => {
    const text = '\uFEFF{"a":1}\r\n\r\n[2]\n"😀"\n7';
    for (const size of [1, 3, 1000]) {
      const { values, texts, problems } = await read(jsonRows, text, size);
      assert.deepEqual(values, [{ a: 1 }, [2], '😀', 7]);
      assert.deepEqual(texts, ['{"a":1}', '[2]', '"😀"', '7']);
      assert.deepEqual(problems, []);
    }
  });

  it('go on behind a line that is none', async () => {
    const deep = '['.repeat(500_000);
    const { values, problems } = await read(jsonRows, `{"a":1}\n{"a":\n${deep}\n{"a":2}\n`, 100_000);
    assert.deepEqual(values, [{ a: 1 }, { a: 2 }]);
    assert.deepEqual(
      problems.map(([message, at]) => [message.includes('levels deep'), at.slice(0, 5)]),
      [
        [false, '{"a":'],
        [true, '[[[[['],
      ],
    );
  });

  it('end where a line is endless', async () => {
    const { values, problems } = await read(jsonRows, `1\n"${'x'.repeat(3_000_000)}`, 100_000);
    assert.deepEqual(values, [1]);
    assert.deepEqual(
      problems.map(([, at]) => at),
      ['"'],
    );
  });

  it('take any text', async () => {
    const odd = fc.string({ unit: fc.constantFrom('1', ',', '"', '\n', '\r', '{', '}', '[', ']', '\uFEFF', '😀') });
    await fc.assert(
      fc.asyncProperty(odd, async (source) => {
        const { texts, values } = await read(jsonRows, source, 3);
        assert.deepEqual(
          texts.map((text) => JSON.parse(text) as unknown),
          values,
        );
      }),
    );
  });
});
