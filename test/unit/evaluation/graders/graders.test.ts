import assert from 'node:assert/strict';
import type { ModelOutput } from '../../../../src/evaluation/modelOutput.js';
import type { JsonValue } from '../../../../src/prompts/json.js';
import type { Tool } from '../../../../src/prompts/promptDocument.js';
import { assertion, graded, gradeOne } from './graded.js';

type Expected = 'pass' | 'fail' | 'unsupported' | 'mistake';
type Row = readonly [value: JsonValue | undefined, output: string | Partial<ModelOutput>, Expected, threshold?: number];

const range = { start: 0, end: 0 };
const tools: readonly Tool[] = [
  {
    name: 'refund',
    range,
    definition: {
      name: 'refund',
      parameters: { type: 'object', required: ['eur'], properties: { eur: { type: 'number' } } },
    },
  },
  { name: 'named_only', range, definition: 'named_only' },
  { name: 'odd', range, definition: { name: 'odd', parameters: { type: 'objekt' } } },
];
const calls = (...given: readonly (readonly [name: string, JsonValue])[]): Partial<ModelOutput> => ({
  toolCalls: given.map(([name, value]) => ({ name, arguments: value })),
});
const used = { text: 'a', tokens: { prompt: 100, completion: 20 } };

/** What the pairs of the comparison with promptfoo (`test/bench/oracle/pairs.ts`) do not say already. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  equals: [
    [null, 'null', 'pass'],
    [{ a: [{ b: null }] }, '{"a":[{"b":null}]}', 'pass'],
    [{}, '[]', 'fail'],
    [0, '-0', 'fail'],
    ['\uFEFFa', '\uFEFFa', 'pass'],
    [undefined, '', 'mistake'],
  ],
  contains: [
    ['👩‍👩‍👧', 'family: 👩‍👩‍👧.', 'pass'],
    ['\uFEFF', 'no mark', 'fail'],
    [null, 'null', 'mistake'],
    [true, 'true', 'mistake'],
    [{ a: 1 }, '{"a":1}', 'mistake'],
  ],
  'contains-any': [
    [['a', ['b']], 'a', 'mistake'],
    [['a', null], 'a', 'mistake'],
    [5, '5', 'mistake'],
    ['\\"a\\"', '\\"a\\"', 'pass'],
  ],
  'starts-with': [['👍', '👍 fine', 'pass']],
  'ends-with': [
    ['days.', 'in 14 days.', 'pass'],
    ['Days.', 'in 14 days.', 'fail'],
    ['days.', 'in 14 days.\n', 'fail'],
    ['', 'a', 'mistake'],
    [1, '1', 'mistake'],
  ],
  regex: [
    ['^$', '', 'pass'],
    ['\\u{1F44D}', '👍', 'fail'],
    ['(?<year>\\d{4})-\\k<year>', '2026-2026', 'pass'],
    [{ pattern: 'a' }, 'a', 'mistake'],
  ],
  'is-json': [
    ['', '{}', 'pass'],
    [{ type: 'string', format: 'zip' }, '"1"', 'unsupported'],
    [{ $schema: 'https://json-schema.org/draft/2020-12/schema' }, '{}', 'unsupported'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }, '{}', 'pass'],
    [{ $ref: '#' }, '{}', 'unsupported'],
    [{ $async: true, type: 'object' }, '{}', 'mistake'],
    ['type: [object', '{}', 'mistake'],
    ['just words', '{}', 'mistake'],
    [7, '{}', 'mistake'],
    [{ $id: 'https://example.org/a', type: 'object' }, '{}', 'pass'],
    [{ $id: 'https://example.org/a', type: 'array' }, '{}', 'fail'],
    [{ type: 'string', format: 'uri-reference' }, '"/a?b"', 'pass'],
    [{ type: 'string', format: 'json-pointer' }, '"/a~0/b"', 'pass'],
    [{ type: 'string', format: 'json-pointer' }, '"a"', 'fail'],
    [{ type: 'string', format: 'regex' }, '"a("', 'fail'],
    [{ type: 'string', format: 'byte' }, '"YWI="', 'pass'],
    [{ type: 'string', format: 'date' }, '"0000-01-01"', 'pass'],
    [{ type: 'string', format: 'date' }, '"2026-13-01"', 'fail'],
    [{ type: 'string', format: 'time' }, '"01:59:60+02:00"', 'pass'],
    [{ type: 'string', format: 'time' }, '"12:30:60Z"', 'fail'],
    [{ type: 'integer', format: 'int32' }, '-2147483648', 'pass'],
  ],
  'contains-json': [
    [undefined, '{', 'fail'],
    [undefined, 'a { b { "c": 1 } d', 'pass'],
    [undefined, '{"a": "\\"}"}', 'pass'],
    [undefined, '{"a": "http://example.org"}', 'pass'],
    [{ required: ['b'] }, '{"a": 1} and {b: 2, // two\n}', 'pass'],
  ],
  'word-count': [
    [2, '\u00A0zwei\u3000Wörter ', 'pass'],
    [1, '👍', 'pass'],
    [{ min: '1' }, 'a', 'mistake'],
    [[1], 'a', 'mistake'],
    [null, '', 'mistake'],
  ],
  levenshtein: [['Straße', 'Strasse', 'pass', 2]],
  'rouge-n': [['', 'a', 'fail']],
  bleu: [
    [[], 'a', 'mistake'],
    [['a', 1], 'a', 'mistake'],
  ],
  gleu: [[{}, 'a', 'mistake']],
  'numeric-diff': [
    [19.99, ' 19.99\n', 'pass'],
    [20, '19', 'fail'],
    [20, '19', 'pass', 0.95],
    [0, '-0', 'pass'],
    [1, '-1', 'fail', 0.1],
    ['20', '20.0', 'pass'],
    [20, 'about 20', 'fail'],
    [20, '', 'fail'],
    [20, '1e999', 'fail'],
    ['', '0', 'mistake'],
    ['many', '1', 'mistake'],
  ],
  'json-diff': [
    [{ a: 1, b: [1, 2] }, '{"b": [1, 2], "a": 1}', 'pass'],
    [{ a: 1, b: 2 }, '{"a": 1}', 'fail'],
    [{ a: 1, b: 2 }, '{"a": 1}', 'pass', 0.5],
    [{ a: null }, '{}', 'pass'],
    [['kitten'], '["sitten"]', 'pass', 0.8],
    [[], '[]', 'pass'],
    [[1, 2], '[1]', 'pass', 0.5],
    [true, 'true', 'pass'],
    [{ constructor: 1 }, '{}', 'fail', 0.1],
    [{}, 'not JSON', 'fail'],
    [undefined, '{}', 'mistake'],
  ],
  'is-refusal': [
    [undefined, '\uFEFF', 'pass'],
    [undefined, 'I’m sorry', 'pass'],
    [undefined, { text: 'I cannot help.', ...calls(['refund', { eur: 5 }]) }, 'pass'],
  ],
  'is-valid-openai-tools-call': [
    [undefined, calls(['refund', { eur: 5 }]), 'pass'],
    [undefined, calls(['refund', { eur: '5' }]), 'fail'],
    [undefined, calls(['refund', { eur: 5 }], ['refund', {}]), 'fail'],
    [undefined, calls(['refund', 'eur: 5']), 'fail'],
    [undefined, calls(['named_only', {}]), 'unsupported'],
    [undefined, calls(['named_only', {}], ['refund', {}]), 'fail'],
    [undefined, calls(['odd', {}]), 'unsupported'],
    [undefined, calls(['toString', {}]), 'fail'],
  ],
  'is-valid-openai-function-call': [[undefined, calls(['refund', { eur: 5 }]), 'pass']],
  'is-valid-function-call': [[undefined, calls(['refund', {}]), 'fail']],
  'tool-call-f1': [
    [['a', 'b'], calls(['b', {}], ['a', {}], ['a', {}]), 'pass'],
    [[{ name: 'a' }], calls(['a', {}]), 'mistake'],
    [' , ', calls(['a', {}]), 'mistake'],
  ],
  'finish-reason': [['tool_calls', { finishReason: 'tool_calls' }, 'pass']],
  latency: [[undefined, 'recorded', 'unsupported', 100]],
  cost: [[undefined, { cost: 0 }, 'pass', 0]],
  tokens: [
    [{ max: 120 }, used, 'pass'],
    [{ max: 119 }, used, 'fail'],
    [{ min: 10, max: 20, of: 'completion' }, used, 'pass'],
    [{ min: 101, of: 'prompt' }, used, 'fail'],
    [{ max: 200 }, { text: 'a', tokens: { total: 201 } }, 'fail'],
    [{ max: 9, of: 'prompt' }, { text: 'a', tokens: { total: 9 } }, 'unsupported'],
    [{ max: 9 }, 'a', 'unsupported'],
    [{ of: 'total' }, used, 'mistake'],
    [{ max: 9, of: 'answer' }, used, 'mistake'],
    [9, used, 'mistake'],
  ],
  string: [
    [{ equals: 'Yes' }, ' Yes\n', 'pass'],
    [{ equals: 'Yes' }, 'yes', 'fail'],
    [{ contains: 'REFUND' }, 'a refund', 'pass'],
    [{ startsWith: 'dear' }, 'Dear', 'pass'],
    [{ endsWith: 'BYE' }, 'good bye ', 'pass'],
    [{ contains: 'a', equals: 'b' }, 'a', 'fail'],
    [{ equals: '', contains: 'a' }, 'a', 'pass'],
    [{ contains: '{{name}}' }, 'Ada', 'fail'],
    [{ contains: 5 }, '5', 'mistake'],
    [{ matches: 'a' }, 'a', 'mistake'],
    ['a', 'a', 'mistake'],
  ],
};

describe('graders', () => {
  for (const [type, cases] of Object.entries(rows))
    for (const [value, output, expected, threshold] of cases)
      it(`${type} ${value === undefined ? '' : JSON.stringify(value)} on ${JSON.stringify(output)}: ${expected}`, () => {
        const more = threshold === undefined ? {} : { threshold };
        const grade = (name: string) => gradeOne(graded(output, { name: 'Ada' }, tools), assertion(name, value, more));
        const { verdict, mistaken, reason } = grade(type);
        assert.equal(mistaken ? 'mistake' : verdict, expected, reason);
        assert.match(reason, /^[^]+[.:)]$|…$/);
        const turned = { pass: 'fail', fail: 'pass', unsupported: 'unsupported', mistake: 'fail' }[expected];
        assert.equal(grade(`not-${type}`).verdict, turned);
      });

  it('say what they found in words that stay true when `not-` turns the verdict around', () => {
    const { verdict, reason } = gradeOne(graded('a refund'), assertion('not-contains', 'refund'));
    assert.deepEqual({ verdict, reason }, { verdict: 'fail', reason: 'The output contains "refund".' });
  });

  it('look at an output that only calls tools as at those calls in JSON', () => {
    const output = calls(['refund', { eur: 5 }]);
    assert.equal(gradeOne(graded(output), assertion('contains', '"name":"refund"')).verdict, 'pass');
    assert.equal(gradeOne(graded({ text: 'Done.', ...output }), assertion('contains', 'refund')).verdict, 'fail');
  });

  it('score what lies between', () => {
    const score = (type: string, value: JsonValue, output: string) =>
      gradeOne(graded(output), assertion(type, value)).score;
    assert.equal(score('numeric-diff', 30, '10'), 0.5);
    assert.equal(score('not-numeric-diff', 30, '10'), 0.5);
    assert.equal(score('json-diff', { a: 'abcd', b: 10 }, '{"a": "abcx", "b": 30}'), (0.75 + 0.5) / 2);
    assert.equal(score('rouge-n', 'a b c d', 'a b'), 2 / 3);
  });
});
