import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gradeOutputs } from '../../../../src/evaluation/graders/gradeOutputs.js';
import { graders } from '../../../../src/evaluation/graders/graders.js';
import { textList } from '../../../../src/evaluation/graders/textList.js';
import type { JsonValue } from '../../../../src/prompts/json.js';
import { assertion, graded } from './graded.js';

const runs = 600;
const checksPerRun = 20;

const jsonValue = fc.jsonValue() as fc.Arbitrary<JsonValue>;
const keys = [
  '$ref',
  'enum',
  'equals',
  'format',
  'items',
  'max',
  'min',
  'not',
  'of',
  'pattern',
  'properties',
  'required',
  'type',
];
const plausible = fc.dictionary(
  fc.constantFrom(...keys),
  fc.oneof(jsonValue, fc.constantFrom<JsonValue>('string', 'object', '#', 'total', 'date', '^a+$', 1, 5, ['a'], {})),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom('', '\uFEFF', '{"a": 1}', '14', 'I cannot help.', '{{a}}', '{% a %}', '"a, b', '(a+)+$', '\ud800'),
);
const output = fc.record(
  {
    text,
    toolCalls: fc.array(fc.record({ name: text, arguments: jsonValue }), { maxLength: 3 }),
    finishReason: text,
    cost: fc.double({ min: 0, noNaN: true }),
    latency: fc.nat(),
    tokens: fc.record({ total: fc.nat() }),
  },
  { requiredKeys: ['text'] },
);
const check = fc.record({
  name: fc.constantFrom(...graders.keys()),
  value: fc.option(fc.oneof(jsonValue, plausible, text, fc.array(text, { maxLength: 3 })), { nil: undefined }),
  threshold: fc.option(fc.double({ min: -1, max: 2, noNaN: true }), { nil: undefined }),
  output,
});

describe(`graders, on ${(runs * checksPerRun).toLocaleString('en')} values and outputs of any kind`, () => {
  it('never throw, score from 0 to 1, and turn around with `not-`', function () {
    this.timeout(180_000);
    fc.assert(
      fc.property(fc.array(check, { minLength: checksPerRun, maxLength: checksPerRun }), (checks) => {
        const grades = gradeOutputs(
          checks.map(({ name, value, threshold, output: given }) => {
            const more = threshold === undefined ? {} : { threshold };
            const asserts = [assertion(name, value, more), assertion(`not-${name}`, value, more)];
            return { graded: graded(given, { a: 'A' }), asserts };
          }),
        );
        for (const [plain, turned] of grades) {
          assert.ok(plain && turned);
          assert.ok([plain.score, turned.score].every((score) => score >= 0 && score <= 1));
          assert.ok(plain.reason.length > 0);
          assert.equal(plain.mistaken, turned.mistaken);
          if (plain.verdict === 'unsupported' || plain.mistaken) assert.equal(turned.verdict, plain.verdict);
          else {
            assert.notEqual(turned.verdict, plain.verdict);
            assert.ok(Math.abs(plain.score + turned.score - 1) < 1e-9);
          }
        }
      }),
      { numRuns: runs },
    );
  });
});

describe('a list of texts with commas between', () => {
  it('gives back what was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const quoted = texts.map((one) => `"${one.replaceAll('\\', '\\\\').replaceAll('"', '""')}"`);
        assert.deepEqual(textList(quoted.join(' , ')), texts);
      }),
    );
  });
});
