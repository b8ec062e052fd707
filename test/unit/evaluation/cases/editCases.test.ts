import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addCase } from '../../../../src/evaluation/cases/addCase.js';
import { writtenCase, type NewCase } from '../../../../src/evaluation/cases/caseText.js';
import { parseCases } from '../../../../src/evaluation/cases/parseCases.js';
import { setExpected } from '../../../../src/evaluation/cases/setExpected.js';
import { HumanError } from '../../../../src/prompts/humanError.js';
import { canonicalJson, type JsonValue } from '../../../../src/prompts/json.js';
import { edited } from '../../../../src/prompts/textEdit.js';
import { readYaml } from '../../../../src/prompts/yamlSource.js';
import { mutatedYaml } from '../../mutatedYaml.js';

const where: NewCase = { id: 'where', vars: { q: 'Where?' } };
const added = (text: string, one: NewCase = where) => edited(text, addCase(text, one));
const accepted = (text: string, id: string, expected: string) => edited(text, setExpected(text, id, expected));

describe('addCase', () => {
  it('writes a case behind the last one, in the style of the file', () => {
    const text = `# ours
prompt: a.md
cases:
    - id: one # first
      vars: { q: x }   # kept

    # about two
    - id: two
      assert:
          - contains:x   # why

# the end
`;
    const full: NewCase = {
      id: 'three',
      description: 'A text: with a colon',
      tags: ['a', 'b c'],
      critical: true,
      weight: 2,
      vars: { q: 'Two\nlines', n: 1, 'odd: key': [{ a: null }] },
      asserts: [
        { type: 'icontains', value: 'x', weight: 1, options: {} },
        {
          type: 'assert-set',
          weight: 0,
          metric: 'm',
          asserts: [{ type: 'regex', value: 'a|b', weight: 1, options: { provider: 'p' } }],
          options: {},
        },
      ],
      threshold: 0.5,
      expected: 'Line one\n\n  indented\n',
    };
    assert.equal(
      added(text, full),
      text.replace(
        '# why\n',
        `# why
    - id: three
      description: "A text: with a colon"
      tags: [a, b c]
      critical: true
      weight: 2
      vars:
        q: |-
          Two
          lines
        n: 1
        "odd: key": [{ a: null }]
      assert: [{ type: icontains, value: x }, { type: assert-set, weight: 0, metric: m, assert: [{ type: regex, value: "a|b", provider: p }] }]
      threshold: 0.5
      expected: |
        Line one

          indented
`,
      ),
    );
    const { cases, diagnostics } = parseCases(added(text, full), 'a');
    assert.deepEqual(diagnostics, []);
    const { asserts, place: _, ...rest } = cases[2]!;
    const { asserts: wanted, ...others } = full;
    assert.deepEqual(rest, others);
    assert.deepEqual(
      JSON.parse(JSON.stringify(asserts, (key, value: unknown) => (key === 'range' ? undefined : value))),
      wanted,
    );
  });

  it('writes into every kind of list', () => {
    const block = '  - id: where\n    vars:\n      q: Where?';
    const flow = '{ id: where, vars: { q: Where? } }'.replace('Where?', '"Where?"');
    const quoted = block.replace('Where?', '"Where?"');
    const results: readonly (readonly [string, string])[] = [
      ['', `cases:\n${quoted}\n`],
      ['# only a comment', `# only a comment\ncases:\n${quoted}\n`],
      ['prompt: a.md\n', `prompt: a.md\ncases:\n${quoted}\n`],
      ['prompt: a.md', `prompt: a.md\ncases:\n${quoted}\n`],
      ['cases:\nprompt: a.md\n', `cases:\n${quoted}\nprompt: a.md\n`],
      ['cases: # none yet\n', `cases: # none yet\n${quoted}\n`],
      ['cases: []\n', `cases: [${flow}]\n`],
      ['cases: [{ id: a }]\n', `cases: [{ id: a }, ${flow}]\n`],
      ['cases: [\n  { id: a }, # one\n]\n', `cases: [\n  { id: a }, ${flow}, # one\n]\n`],
      ['{ cases: [{ id: a }] }', `{ cases: [{ id: a }, ${flow}] }`],
      ['cases:\n- id: a\n', `cases:\n- id: a\n${quoted.replaceAll(/^ {2}/gm, '')}\n`],
      ['cases:\n- id: a', `cases:\n- id: a\n${quoted.replaceAll(/^ {2}/gm, '')}`],
      [
        'cases:\n  - id: a # it\n    # or\n\n   # also\n  # b\n',
        `cases:\n  - id: a # it\n    # or\n\n   # also\n${quoted}\n  # b\n`,
      ],
      ['cases:\n  - { id: a }\nprompt: b\n', `cases:\n  - { id: a }\n${quoted}\nprompt: b\n`],
      [
        'cases:\n  - expected: |+\n      kept\n\n\nprompt: b\n',
        `cases:\n  - expected: |+\n      kept\n\n\n${quoted}\nprompt: b\n`,
      ],
    ];
    for (const [before, after] of results) assert.equal(added(before), after);
  });

  it('keeps the line ends of the file', () => {
    const text = 'cases:\r\n  - id: a\r\n';
    const after = added(text, { id: 'b', vars: { q: 'x\ny' } });
    assert.equal(after, `${text}  - id: b\r\n    vars:\r\n      q: |-\r\n        x\r\n        y\r\n`);
    assert.deepEqual(parseCases(after, 'a').cases[1]?.vars, { q: 'x\ny' });
  });

  it('refuses a file that it cannot read or edit, and changes nothing', () => {
    for (const text of ['- a\n', 'cases: {\n', 'cases: 7\n', 'cases: *x\n', '{ prompt: a }\n', 'prompt: a\n...\n'])
      assert.throws(() => addCase(text, where), HumanError, text);
  });

  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\n',
      ':',
      '#',
      '-',
      '"',
      "'",
      '\\',
      '\t',
      '\r',
      '{',
      '|',
      'ü',
      '😀',
      '\u0085',
      '\u2028',
      '\ud800',
      '\0',
    ),
  });
  const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
  const cases = fc.record({
    id: fc.constantFrom('a', 'b c', '12', 'null', 'x: y', '#'),
    vars: fc.dictionary(fc.oneof(text, fc.constant('__proto__')), fc.oneof(text, json), { maxKeys: 3 }),
    expected: text,
    description: text.filter((one) => one !== ''),
  });
  const files = [
    '',
    '# c\nprompt: a.md\n\n',
    'cases:\n  # first\n  - id: one   # c\n    vars: {q: "x"}\n\n  # second\n  - vars:\n      q: >-\n        folded\n        text\n\n\n# end\n',
    'prompt: a\ncases: [ {id: one}, # c\n {id: two} ]\ndefaults: {tags: [x]}',
    'cases:\n- id: one\n- {}\n- expected: |+\n   x\n\n',
  ];

  it('gives back any case as it was, and keeps every other byte', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.boolean(), cases, (file, crlf, one) => {
        const before = crlf ? file.replaceAll('\n', '\r\n') : file;
        const edit = addCase(before, one);
        assert.equal(edit.range.start, edit.range.end);
        const after = edited(before, edit);
        const read = parseCases(after, 'a').cases;
        const last = read.at(-1);
        assert.deepEqual(
          [last?.vars, last?.expected, last?.description].map(canonicalJson),
          [one.vars, one.expected, one.description].map(canonicalJson),
        );
        assert.deepEqual(
          read.slice(0, -1).map(({ place: _, asserts: __, ...rest }) => rest),
          parseCases(before, 'a').cases.map(({ place: _, asserts: __, ...rest }) => rest),
        );
        assert.ok(!before.includes('\r\n') || !/(?<!\r)\n/.test(after));
      }),
      { numRuns: 200 },
    );
  });

  it('either refuses any text or adds exactly one case to it', () => {
    const valid = files[2]!;
    fc.assert(
      fc.property(fc.oneof(mutatedYaml(valid), mutatedYaml(files[3]!)), (source) => {
        let after: string;
        try {
          after = added(source);
        } catch (error) {
          assert.ok(error instanceof HumanError);
          return;
        }
        const { cases: list } = readYaml(after).value as { cases: readonly unknown[] };
        assert.deepEqual(list.at(-1), writtenCase(where));
      }),
      { numRuns: 200 },
    );
  });
});

describe('setExpected', () => {
  const text = `cases:
  - id: one # first
    expected: old   # kept
    tags: [a]
  - id: two
    vars: { q: x }  # last

  - { id: three, vars: {} }
  - vars: { q: made }
  - id: four
    expected: |
      several
      lines

  # the end
`;

  it('puts an output in the place of the one before, or adds it', () => {
    assert.equal(accepted(text, 'one', 'new'), text.replace('old   # kept', 'new   # kept'));
    assert.equal(
      accepted(text, 'two', 'a\nb'),
      text.replace('# last\n', '# last\n    expected: |-\n      a\n      b\n'),
    );
    assert.equal(accepted(text, 'three', 'a\nb'), text.replace('{} }', '{}, expected: "a\\nb" }'));
    assert.equal(accepted(text, 'four', 'one'), text.replace('|\n      several\n      lines', 'one'));
    const [, , , made] = parseCases(text, 'a').cases;
    assert.equal(accepted(text, made!.id, 'x'), text.replace('q: made }', 'q: made }\n    expected: x'));
  });

  it('refuses where there is no such case, or another would change with it', () => {
    assert.throws(() => setExpected(text, 'five', 'x'), HumanError);
    const shared = 'cases:\n  - { id: a, expected: &x old }\n  - { id: b, expected: *x }\n';
    assert.throws(() => setExpected(shared, 'a', 'new'), HumanError);
    assert.equal(accepted(shared, 'b', 'new'), shared.replace('*x', 'new'));
  });

  it('changes nothing but that text, whatever it is', () => {
    const output = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '"', '\t', '\r', '|', 'ü', '😀', '\0'),
    });
    fc.assert(
      fc.property(fc.constantFrom('one', 'two', 'three', 'four'), output, fc.boolean(), (id, expected, crlf) => {
        const before = crlf ? text.replaceAll('\n', '\r\n') : text;
        const bare = (source: string) =>
          parseCases(source, 'a').cases.map(({ place: _, asserts: __, ...rest }) => rest);
        const wanted = bare(before).map((one) => (one.id === id ? { ...one, expected } : one));
        const after = bare(accepted(before, id, expected));
        assert.deepEqual(after.map(canonicalJson), wanted.map(canonicalJson));
      }),
      { numRuns: 300 },
    );
  });
});
