import assert from 'node:assert/strict';
import fc from 'fast-check';
import { madeId } from '../../../../src/evaluation/cases/caseId.js';
import { parseCases } from '../../../../src/evaluation/cases/parseCases.js';
import { LineIndex } from '../../../../src/prompts/textRange.js';
import { marks, mended, places } from '../../diagnosticText.js';
import { mutatedYaml } from '../../mutatedYaml.js';

const full = `# Cases
prompt: reply.prompt.yml
defaults:
  assert:
    - not-is-refusal
    - { type: word-count, value: { max: 120 } }
  vars: { language: English, tone: kind }
  tags: [all]
  weight: 2
  threshold: 0.9
cases:
  - id: late-parcel
    description: Asks for a refund
    tags: [refund, all]
    critical: true
    weight: 3
    vars: { question: "Refund?", tone: formal }
    assert:
      - icontains-any:refund policy,Erstattung
      - type: assert-set
        metric: tone
        threshold: 0.5
        assert: [{ type: not-contains, value: "!" }, { type: llm-rubric, value: is kind, provider: openai:gpt-4o }]
        weight: 0
    threshold: 0.5
    expected: |
      Sorry.
  - vars: { question: Where? }
  - id: 12
`;

const variables = [
  { name: 'question', required: true, uses: [{ start: 0, end: 1 }] },
  { name: 'language', required: true, uses: [{ start: 0, end: 1 }] },
  { name: 'customer', required: false, uses: [{ start: 0, end: 1 }] },
];

const shown = (text: string, known = {}) => places(text, parseCases(text, 'prompts/a.cases.yaml', known).diagnostics);

describe('parseCases', () => {
  it('reads everything that a file can say', () => {
    const { prompt, cases, diagnostics } = parseCases(full, 'prompts/reply.cases.yaml');
    assert.deepEqual(diagnostics, []);
    assert.equal(prompt, 'reply.prompt.yml');
    const [late, made, numbered] = cases;
    assert.ok(late && made && numbered);
    const { asserts, place, ...rest } = late;
    assert.deepEqual(rest, {
      id: 'late-parcel',
      description: 'Asks for a refund',
      vars: { language: 'English', tone: 'formal', question: 'Refund?' },
      tags: ['all', 'refund'],
      critical: true,
      weight: 3,
      threshold: 0.5,
      expected: 'Sorry.\n',
    });
    assert.deepEqual(
      asserts.map(({ range, asserts: inner, ...one }) => ({
        ...one,
        ...(inner && { inner: inner.map(({ type }) => type) }),
      })),
      [
        { type: 'not-is-refusal', weight: 1, options: {} },
        { type: 'word-count', value: { max: 120 }, weight: 1, options: {} },
        { type: 'icontains-any', value: ['refund policy', 'Erstattung'], weight: 1, options: {} },
        {
          type: 'assert-set',
          metric: 'tone',
          threshold: 0.5,
          weight: 0,
          options: {},
          inner: ['not-contains', 'llm-rubric'],
        },
      ],
    );
    assert.deepEqual(asserts[3]?.asserts?.[1]?.options, { provider: 'openai:gpt-4o' });
    assert.deepEqual(place.path, 'prompts/reply.cases.yaml');
    assert.match(full.slice(place.range.start, place.range.end), /^id: late-parcel[^]*Sorry\.$/);
    const texts = asserts.map(({ range }) => full.slice(range!.start, range!.end));
    assert.deepEqual(texts.slice(0, 3), [
      'not-is-refusal',
      '{ type: word-count, value: { max: 120 } }',
      'icontains-any:refund policy,Erstattung',
    ]);
    assert.equal(made.id, madeId({ language: 'English', tone: 'kind', question: 'Where?' }));
    assert.deepEqual([made.weight, made.threshold, made.critical], [2, 0.9, false]);
    assert.equal(numbered.id, '12');
  });

  it('makes ids of inputs alone: order, comments and other cases change none', () => {
    const one = parseCases('cases:\n  - vars: { a: 1, b: [x] }\n', 'a').cases[0]?.id;
    const other = parseCases('cases:\n  - id: x\n  # moved\n  - { tags: [t], vars: { b: ["x"], a: 1 } }\n', 'a')
      .cases[1]?.id;
    assert.ok(one);
    assert.equal(one, other);
  });

  it('gives every case an id of its own, also where the file does not', () => {
    const text = 'cases: [{ id: a }, { id: a }, { id: a-2 }, {}, {}, { id: a }]\n';
    const ids = parseCases(text, 'a').cases.map(({ id }) => id);
    assert.equal(new Set(ids).size, 6);
    assert.deepEqual(ids.slice(0, 3), ['a', 'a-2', 'a-2-2']);
    assert.deepEqual(shown(text), ['1:26 "a" duplicate-id', '1:48 "{}" same-inputs', '1:58 "a" duplicate-id']);
  });

  it('says where something is wrong, and what was meant', () => {
    const marked = `«promt»: a.md
«tests»: 1
cases:
  - id: a
    «crtical»: true
    weight: «0»
    assert:
      - { type: icontains, «vale»: x }
      - { «value»: y }
    tags: [a, «a»]
    threshold: «2»
`;
    const text = marked.replaceAll(/[«»]/g, '');
    const found = shown(text);
    assert.deepEqual(
      found.map((line) => line.replace(/ [a-z-]+( → .*)?$/, '')),
      marks(marked),
    );
    assert.deepEqual(
      found.map((line) => line.replace(/^[^"]*"[^"]*" /, '')),
      [
        'unknown-key → prompt',
        'unknown-key',
        'unknown-key → critical',
        'wrong-value',
        'unknown-key → value',
        'missing-key',
        'duplicate',
        'wrong-value',
      ],
    );
    const { diagnostics } = parseCases(text, 'a');
    assert.match(diagnostics.at(-1)?.message ?? '', /must be at most 1/);
  });

  it('tells graders that there are from those that there are not', () => {
    const text = `defaults: { assert: [is-refusal] }
cases:
  - id: a
    assert:
      - type: not-icontian
        value: x
      - { type: assert-set, assert: [{ type: words }, contans:foo] }
      - "contain: foo"
      - "Yes: that is it"
      - { type: frobnicate }
`;
    assert.deepEqual(shown(text), [
      '5:15 "not-icontian" unknown-grader → not-icontains',
      '7:46 "words" unknown-grader',
      '7:55 "contans:foo" unknown-grader → "contains:foo"',
      '8:9 ""contain: foo"" unknown-grader → "contains: foo"',
      '10:17 "frobnicate" unknown-grader',
    ]);
    const own = { graders: ['is-refusal', 'icontains', 'assert-set', 'words', 'frobnicate'] };
    assert.deepEqual(shown(mended(text, parseCases(text, 'a', own).diagnostics), own), []);
  });

  it('knows whether a case fits to the variables of its prompt', () => {
    const text = `defaults: { vars: { tone: kind } }
cases:
  - id: a
    vars: { question: x, lanugage: German }
  - { id: b, vars: { question: x, language: y, customer: z } }
  - id: c
`;
    assert.deepEqual(shown(text, { variables }), [
      '1:21 "tone" unknown-variable',
      '4:5 "vars" case-misses-variable',
      '4:26 "lanugage" unknown-variable → language',
      '6:5 "id" case-misses-variable',
    ]);
    assert.deepEqual(shown(text), []);
  });

  it('knows whether there is such a prompt', () => {
    const text = 'prompt: repl.md\ncases: []\n';
    assert.deepEqual(shown(text, { prompts: ['prompts/reply.md'] }), ['1:9 "repl.md" unknown-prompt']);
    assert.deepEqual(shown(text, { prompts: ['prompts/repl.md'] }), []);
  });

  it('says so where it is no file of cases', () => {
    assert.deepEqual(shown(''), ['1:1 "" no-value']);
    assert.deepEqual(shown('- a\n'), ['1:1 "- a" wrong-type']);
    assert.deepEqual(shown('cases:\n'), ['1:1 "cases" no-value']);
    assert.deepEqual(shown('prompt: a\n'), ['1:1 "prompt" missing-key']);
    assert.deepEqual(shown('cases: {\n').length, 1);
  });

  it('reads what it can of a file with mistakes', () => {
    const { cases } = parseCases(
      'cases:\n  - nonsense\n  - { id: a, vars: 7, assert: [7, { value: x }, contains:b] }\n',
      'a',
    );
    assert.deepEqual(
      cases.map(({ id, vars, asserts }) => [id, vars, asserts.map(({ type }) => type)]),
      [['a', {}, ['contains']]],
    );
  });

  it('never throws, has ranges in the text, and ids of their own, whatever the text', () => {
    const text = fc.oneof(mutatedYaml(full), mutatedYaml(full.replaceAll('\n', '\r\n')), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (source) => {
        const { cases, diagnostics } = parseCases(source, 'a', { variables, prompts: [] });
        for (const { range } of [...diagnostics, ...cases.map(({ place }) => place)]) {
          assert.ok(0 <= range.start && range.start <= range.end && range.end <= source.length);
          new LineIndex(source).positionAt(range.start);
        }
        assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length);
      }),
      { numRuns: 300 },
    );
  });

  it('stays quick and says little where thousands of cases are wrong', () => {
    const text = `cases:\n${'  - { idd: x, assert: [{ type: x }, nonsens:x] }\n'.repeat(10_000)}`;
    const { diagnostics } = parseCases(text, 'a');
    assert.equal(diagnostics.length, 500);
  });
});
