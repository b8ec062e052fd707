import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { compareDocuments } from '../../../../src/prompts/comparison/compareDocuments.js';
import type { ChangeClass, Comparison } from '../../../../src/prompts/comparison/comparison.js';
import { firstLine, shortClass, summaryLines } from '../../../../src/prompts/comparison/comparisonWords.js';
import { estimateTokens } from '../../../../src/prompts/comparison/countTokens.js';
import { formats, parsePrompt, typicalPath } from '../../../../src/prompts/formats/index.js';

const example = new URL('../../../../examples/support-chatbot/', import.meta.url);
const github = (name: string): string => readFileSync(new URL(name, example), 'utf8');

function compare(before: string, after: string, path = 'a.prompt.yml', afterPath = path): Comparison {
  return compareDocuments(parsePrompt(path, before), parsePrompt(afterPath, after), estimateTokens);
}

const base = `model: gpt-4o
modelParameters:
  temperature: 0.2
responseFormat: json_schema
jsonSchema: |-
  {"name": "a", "schema": {"type": "object", "required": ["tone"], "properties": {
    "tone": {"type": "string", "enum": ["warm", "cool"]}, "score": {"type": "number"}}}}
messages:
  - role: system
    content: Answer the customer of Bright Parcel in two sentences.
  - role: user
    content: "{{question}}"
testData:
  - question: Where is it?
`;

describe('compareDocuments', () => {
  const history: readonly [string, string, ChangeClass, RegExp][] = [
    [
      'history/01-first-prompt.yml',
      'history/02-order-number.yml',
      'wording',
      /^Wording · 1 of 2 messages · ~\+\d+ tokens$/,
    ],
    [
      'history/04-no-promises.yml',
      'history/07-language.yml',
      'contract',
      /^Contract · callers must now pass language$/,
    ],
    [
      'history/10-cooler.yml',
      'history/11-wrapped.yml',
      'formatting',
      /^Formatting only · nothing that the model is told/,
    ],
    ['history/11-wrapped.yml', 'history/13-samples.yml', 'cases only', /^Cases only · 2 samples added$/],
    [
      'history/13-samples.yml',
      'prompts/support-reply.prompt.yml',
      'behaviour',
      /^Behaviour · max_tokens 600 → 300 · 1 of 2 messages$/,
    ],
  ];
  for (const [before, after, is, line] of history) {
    it(`tells that ${after} is ${is}`, () => {
      const comparison = compare(github(before), github(after));
      assert.equal(comparison.class, is);
      assert.match(firstLine(comparison), line);
    });
  }

  const changes: readonly [string, string, string, ChangeClass, readonly string[]][] = [
    ['temperature: 0.2', 'temperature: 0.7', 'another temperature', 'behaviour', []],
    ['model: gpt-4o', 'model: gpt-5', 'another model', 'behaviour', []],
    ['role: system', 'role: assistant', 'another role', 'behaviour', []],
    ['"{{question}}"', '"{{question}} {{order}}"', 'a new variable', 'contract', ['callers must now pass order']],
    ['"{{question}}"', '"nothing"', 'a variable less', 'contract', []],
    ['"warm", "cool"', '"warm"', 'a narrower enum', 'contract', ['tone in the answer can no longer be cool']],
    ['"warm", "cool"', '"warm", "cool", "dry"', 'a wider enum', 'contract', ['tone in the answer can now also be dry']],
    [', "score": {"type": "number"}', '', 'a property less', 'contract', ['score is gone from the answer']],
    [', "score": {"type": "number"}', ', "score": {"type": "number"}, "x": {}', 'a property more', 'contract', []],
    [
      '"type": "number"',
      '"type": "string"',
      'another type',
      'contract',
      ['score in the answer is now string, was number'],
    ],
    ['["tone"]', '["tone", "score"]', 'a new required property', 'contract', ['score is now required in the answer']],
    ['["tone"]', '[]', 'a property that may be missing', 'contract', ['tone may now be missing in the answer']],
    [
      'responseFormat: json_schema',
      'responseFormat: text',
      'free text',
      'contract',
      ['the answer is now text, was JSON of a schema'],
    ],
    ['two sentences', 'three sentences', 'another word', 'wording', []],
    ['two sentences', 'two  sentences', 'white space', 'formatting', []],
    ['content: Answer', 'content: >-\n      Answer', 'another YAML style', 'formatting', []],
    ['Where is it?', 'Where was it?', 'another sample', 'cases only', []],
    ['two', 'two', 'nothing', 'none', []],
  ];
  for (const [from, to, name, is, breaking] of changes) {
    it(`takes ${name} for ${is}`, () => {
      const comparison = compare(base, base.replace(from, to));
      assert.deepEqual([comparison.class, comparison.breaking], [is, breaking], firstLine(comparison));
      if (breaking[0] !== undefined) assert.ok(firstLine(comparison).includes(breaking[0]));
    });
  }

  it('finds messages that moved, were split and joined', () => {
    const chat = (...texts: string[]): string =>
      `messages:\n${texts.map((text) => `  - role: system\n    content: ${text}\n`).join('')}`;
    const [one, two, three] = [
      'You write kindly and briefly.',
      'Never promise refunds to anyone.',
      'Quote order numbers exactly.',
    ];
    const kinds = (comparison: Comparison): string[] => comparison.parts.map(({ change }) => change);
    const moved = compare(chat(one, two, three), chat(three, one, two));
    assert.deepEqual([kinds(moved), moved.class], [['moved', 'same', 'same'], 'behaviour']);
    const split = compare(chat(`${one} ${two}`, three), chat(one, two, three));
    assert.deepEqual(
      [kinds(split), split.parts[0]?.after],
      [
        ['split', 'same'],
        [0, 1],
      ],
    );
    assert.deepEqual(kinds(compare(chat(one, two, three), chat(`${one} ${two}`, three))), ['merged', 'same']);
    assert.deepEqual(kinds(compare(chat(one, three), chat(one, two, three))), ['same', 'added', 'same']);
    assert.deepEqual(kinds(compare(chat(one, two, three), chat(one, three))), ['same', 'removed', 'same']);
    assert.deepEqual(kinds(compare(chat(one), chat('Wholly other words stand here.'))), ['reworded']);
  });

  it('says that a change of format alone changes nothing', () => {
    const v1 =
      '---\nname: P\nmodel:\n  api: chat\n  configuration:\n    azure_deployment: gpt-4o\n  parameters:\n    max_tokens: 90\n---\nsystem:\nBe short.\n\nuser:\n{{question}}\n';
    const v2 =
      '---\nname: P\nmodel:\n  id: gpt-4o\n  options:\n    maxOutputTokens: 90\n---\nsystem:\nBe short.\n\nuser:\n{{ question }}\n';
    assert.equal(compare(v1, v2.replace('{{ question }}', '{{question}}'), 'a.prompty').class, 'formatting');
    const yml =
      'name: P\nmodel: gpt-4o\nmodelParameters:\n  maxTokens: 90\nmessages:\n  - role: system\n    content: Be short.\n  - role: user\n    content: "{{question}}"\n';
    const across = compare(yml, v2, 'a.prompt.yml', 'a.prompty');
    assert.equal(firstLine(across), 'Formatting only · GitHub prompt (.prompt.yml) → Prompty (.prompty), same meaning');
  });

  it('counts a changed included file as wording', () => {
    const document = parsePrompt('a.j2', "{% include 'b.j2' %}");
    const included = { before: { 'b.j2': 'x' }, after: { 'b.j2': 'y' } };
    const comparison = compareDocuments(document, document, estimateTokens, included);
    assert.deepEqual([comparison.class, comparison.includes[0]?.words], ['wording', 'b.j2 has changed']);
  });

  it('prices what has a price, and nothing else', () => {
    assert.ok(compare(base, base).cost?.before);
    assert.equal(compare('model: nobody/knows', 'model: me', 'a.md').cost, undefined);
  });

  const anyPrompt = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(base, github('history/01-first-prompt.yml'), github('prompts/escalation-summary.prompty')),
    fc
      .tuple(fc.constant(base), fc.nat(600), fc.string({ maxLength: 20 }))
      .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + more.length)),
  );
  const anyFormat = fc.constantFrom(...formats.map(({ id }) => typicalPath('a', id)));

  it('finds nothing between a document and itself', () => {
    fc.assert(
      fc.property(anyFormat, anyPrompt, (path, text) => {
        const comparison = compare(text, text, path);
        assert.deepEqual([comparison.class, comparison.breaking, summaryLines(comparison)], ['none', [], []]);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, has each part once on each side, and is the other way round when swapped', () => {
    fc.assert(
      fc.property(anyFormat, anyPrompt, anyFormat, anyPrompt, (path, before, afterPath, after) => {
        const there = compare(before, after, path, afterPath);
        const back = compare(after, before, afterPath, path);
        assert.equal(there.class, back.class);
        assert.equal(there.tokens.before, back.tokens.after);
        for (const side of ['before', 'after'] as const) {
          const indices = there.parts.flatMap((part) => part[side]).sort((a, b) => a - b);
          const document = side === 'before' ? parsePrompt(path, before) : parsePrompt(afterPath, after);
          assert.deepEqual(indices, [...document.parts.keys()]);
        }
        assert.equal(typeof shortClass(there), 'string');
      }),
      { numRuns: 2000 },
    );
  });
});
