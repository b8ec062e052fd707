import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readYaml } from '../../../src/prompts/yamlSource.js';

const codes = (text: string) => readYaml(text).diagnostics.map(({ code }) => code);
const cut = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

describe('readYaml: values', () => {
  it('reads mappings, lists and scalars', () => {
    const { value, diagnostics } = readYaml('a: 1\nb: [x, true, null, 1.5]\nc: |\n  one\n  two\n');
    assert.deepEqual(value, { a: 1, b: ['x', true, null, 1.5], c: 'one\ntwo\n' });
    assert.deepEqual(diagnostics, []);
  });

  it('takes an empty text as null', () => {
    assert.equal(readYaml('').value, null);
    assert.equal(readYaml('# only a comment\n').value, null);
  });

  it('reads a BOM and CRLF, with ranges in the text as it is', () => {
    const text = '\uFEFFa: one\r\nb: |\r\n  x\r\n  y\r\n';
    const yaml = readYaml(text);
    assert.deepEqual(yaml.value, { a: 'one', b: 'x\ny\n' });
    assert.equal(cut(text, yaml.valueRange(['a'])), 'one');
    assert.equal(cut(text, yaml.textRange(['b'])), '  x\r\n  y\r\n');
  });

  it('keeps keys as they are written', () => {
    const { value } = readYaml('1.0: a\ntrue: b\nnull: c\n0x1F: d\n');
    assert.deepEqual(value, { '1.0': 'a', true: 'b', null: 'c', '0x1F': 'd' });
  });

  it('takes __proto__ as a key like any other', () => {
    const { value } = readYaml('__proto__: { polluted: true }\nconstructor: 1\n');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
  });

  it('reads YAML 1.2 whatever a directive says', () => {
    assert.deepEqual(readYaml('%YAML 1.1\n---\na: yes\nb: 2020-01-01\n').value, { a: 'yes', b: '2020-01-01' });
  });
});

describe('readYaml: what is wrong', () => {
  it('says where tabs indent', () => {
    const { value, diagnostics } = readYaml('a:\n\t- b\n');
    assert.equal(value, undefined);
    assert.equal(diagnostics[0]?.code, 'yaml-tab-as-indent');
    assert.equal(diagnostics[0].range.start, 3);
  });

  it('points at the second of two equal keys', () => {
    const { value, diagnostics } = readYaml('a: 1\nb: 2\na: 3\n');
    assert.equal(value, undefined);
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range]),
      [['yaml-duplicate-key', { start: 10, end: 11 }]],
    );
  });

  it('refuses lists and mappings as keys', () => {
    assert.deepEqual(codes('[1, 2]: a\n{ x: 1 }: b\n'), ['yaml-key', 'yaml-key']);
  });

  it('refuses a second document, which would be ignored', () => {
    assert.deepEqual(codes('a: 1\n---\nb: 2\n'), ['yaml-multiple-docs']);
    assert.deepEqual(codes('---\na: 1\n'), []);
  });

  it('refuses aliases that expand to too much, nest without end, or contain themselves', () => {
    const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let row = 1; row < 10; row += 1)
      rows.push(
        `a${row}: &a${row} [${Array(10)
          .fill(`*a${row - 1}`)
          .join(', ')}]`,
      );
    assert.deepEqual(codes(rows.join('\n')), ['yaml-expansion']);
    const chain = Array.from({ length: 5_000 }, (_, row) => `b${row + 1}: &b${row + 1} [*b${row}]`);
    assert.deepEqual(codes(['b0: &b0 x', ...chain].join('\n')), ['yaml-expansion']);
    assert.deepEqual(codes('a: &a [*a]\n'), ['yaml-alias']);
    assert.deepEqual(codes('a: *nobody\n'), ['yaml-alias']);
  });

  for (const [what, text] of [
    ['lists', '['.repeat(10_000)],
    ['closed lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['mappings', `${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['block lists on a line', `${'- '.repeat(10_000)}x`],
    ['explicit keys', `${'? '.repeat(10_000)}x`],
    ['indented keys', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ] as const) {
    it(`refuses ${what} nested without end`, () => {
      const { value, diagnostics } = readYaml(text);
      assert.equal(value, undefined);
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['yaml-too-deep'],
      );
      assert.ok(diagnostics[0]!.range.end <= text.length);
    });
  }

  it('reads 90 levels', () => assert.deepEqual(codes('['.repeat(90) + ']'.repeat(90)), []));

  it('refuses a text that is too long, and reads a long one with many keys at once', () => {
    assert.deepEqual(codes('x'.repeat(2_000_001)), ['yaml-too-large']);
    const keys = Array.from({ length: 10_000 }, (_, index) => `key${index}: ${index}`).join('\n');
    const yaml = readYaml(keys);
    assert.equal(Object.keys(yaml.value as object).length, 10_000);
    for (let index = 0; index < 10_000; index += 1) assert.ok(yaml.valueRange([`key${index}`]).end > 0);
  });

  it('stops telling after 100 problems', () => {
    assert.equal(codes('}]'.repeat(50_000)).length, 100);
    assert.equal(codes('a:\n'.repeat(1_000)).length, 100);
  });
});

describe('readYaml: places', () => {
  const text = 'list:\n  - name: "a b"\n    note: >-\n      folded\n      text\n  - &x { k: v }\nsame: *x\n';
  const yaml = readYaml(text, 7);
  const at = (range: { start: number; end: number }) => text.slice(range.start - 7, range.end - 7);

  it('finds values, keys and the nearest parent', () => {
    assert.equal(at(yaml.valueRange(['list', 0, 'name'])), '"a b"');
    assert.equal(at(yaml.keyRange(['list', 0, 'name'])), 'name');
    assert.equal(at(yaml.valueRange(['list', 1])), '&x { k: v }'.slice(3));
    assert.equal(at(yaml.valueRange(['list', 0, 'name', 'deeper'])), '"a b"');
    assert.equal(yaml.valueRange(['list', 9]).start, yaml.valueRange(['list']).start);
  });

  it('finds texts without quotes and headers, and through aliases', () => {
    assert.equal(at(yaml.textRange(['list', 0, 'name'])), 'a b');
    assert.equal(at(yaml.textRange(['list', 0, 'note'])), '      folded\n      text\n');
    assert.equal(at(yaml.textRange(['same', 'k'])), 'v');
  });

  it('finds a piece of a literal block scalar', () => {
    const source = 'json: |-\n\n    {\n      "a": 1\n    }\n';
    const yaml = readYaml(source);
    const json = (yaml.value as { json: string }).json;
    const start = json.indexOf('1');
    assert.deepEqual(yaml.placeInText(['json'], start, start + 1), {
      start: source.indexOf('1'),
      end: source.indexOf('1') + 1,
    });
  });

  it('finds pieces of any literal block scalar', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.boolean(), fc.nat(), (lines, crlf, seed) => {
        const body = lines.map((each) => `  x${each}`).join(crlf ? '\r\n' : '\n');
        const source = `k: |\n${body}\nend: 1\n`;
        const yaml = readYaml(source);
        const scalar = (yaml.value as { k: string }).k;
        const start = seed % scalar.length;
        const piece = scalar[start]!;
        const range = yaml.placeInText(['k'], start, start + 1);
        assert.equal(source.slice(range.start, range.end).replace('\r', '\n').slice(0, 1), piece);
      }),
    );
  });

  it('never throws, and stays inside any text', () => {
    const sign = fc.constantFrom(
      ...'abc \n\t-:?[]{}&*!|>\'"%@`#,.~0'.split(''),
      '\r\n',
      '\uFEFF',
      '---\n',
      'a: ',
      '- ',
      '\uD800',
    );
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (any) => {
        const yaml = readYaml(any, 3);
        const ranges = yaml.diagnostics.map(({ range }) => range);
        for (const path of [[], ['a'], [0], ['a', 0, 'b']]) {
          ranges.push(yaml.valueRange(path), yaml.textRange(path), yaml.placeInText(path, 0, 1));
        }
        for (const { start, end } of ranges) assert.ok(3 <= start && start <= end && end <= any.length + 3);
      }),
      { numRuns: 2_000 },
    );
  });
});
