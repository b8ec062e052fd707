import assert from 'node:assert/strict';
import { gradeOutputs } from '../../../../src/evaluation/graders/gradeOutputs.js';
import { withinTime } from '../../../../src/evaluation/graders/withinTime.js';
import type { JsonValue } from '../../../../src/prompts/json.js';
import { assertion, graded, gradeOne } from './graded.js';

const evil = `${'a'.repeat(40)}!`;

describe('hostile cases and outputs', () => {
  it('stops a catastrophic pattern, and grades what stands beside it', () => {
    const began = performance.now();
    const [grades = []] = gradeOutputs([
      {
        graded: graded(evil),
        asserts: [
          assertion('contains', 'a'),
          assertion('regex', '(a+)+$'),
          assertion('not-regex', '^(a|a)*$'),
          assertion('regex', 'a'),
        ],
      },
    ]);
    const took = performance.now() - began;
    assert.deepEqual(
      grades.map(({ verdict, reason }) => `${verdict}: ${reason}`),
      [
        'pass: The output contains "a".',
        'unsupported: It took longer than 100 ms on this output, and was stopped.',
        'unsupported: It took longer than 100 ms on this output, and was stopped.',
        'pass: The output matches "a".',
      ],
    );
    assert.ok(took < 5000, `took ${took} ms`);
  });

  it('stops the pattern of a schema, and what takes long without one', () => {
    const schema = { type: 'string', pattern: '^(a+)+$' };
    const slow: readonly (readonly [type: string, value: JsonValue, output: string])[] = [
      ['is-json', schema, JSON.stringify(evil)],
      ['contains-json', { properties: { a: schema } }, JSON.stringify({ a: evil })],
      ['levenshtein', 'a'.repeat(300_000), 'b'.repeat(300_000)],
      ['contains-json', {}, '{'.repeat(100_000)],
    ];
    for (const [type, value, output] of slow)
      assert.equal(gradeOne(graded(output), assertion(type, value)).verdict, 'unsupported', type);
  });

  it('stops a template that has no end', () => {
    const loops = '{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}';
    const { verdict, reason } = gradeOne(graded('a'), assertion('contains', loops));
    assert.deepEqual(
      { verdict, reason },
      { verdict: 'unsupported', reason: 'It took longer than 1000 ms to prepare, and was stopped.' },
    );
  });

  it('gives up an assertion that was stopped three times, on the other outputs only for it', () => {
    const tasks = Array.from({ length: 50 }, (_, at) => ({
      graded: graded(at === 49 ? 'b' : evil),
      asserts: [assertion('regex', '(a+)+$'), assertion('contains', 'a')],
    }));
    const began = performance.now();
    const grades = gradeOutputs(tasks);
    assert.ok(performance.now() - began < 10_000);
    const reasons = grades.map(([pattern]) => pattern!.reason);
    assert.equal(reasons.filter((reason) => reason.startsWith('It took longer')).length, 3);
    assert.equal(reasons[49], 'It was stopped on 3 other outputs, and not tried on this one.');
    assert.deepEqual(
      grades.slice(0, 49).map(([, contains]) => contains!.verdict),
      Array<string>(49).fill('pass'),
    );
  });

  it('refuses schemas and outputs that are too deep', () => {
    let schema: JsonValue = { type: 'object' };
    for (let depth = 0; depth < 5000; depth += 1) schema = { properties: { a: schema } };
    const deep = gradeOne(graded('{}'), assertion('is-json', schema));
    assert.ok(deep.verdict === 'unsupported' || deep.mistaken);
    const list = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const [type, value] of [
      ['equals', [[[]]]],
      ['json-diff', [[[]]]],
      ['is-json', { $ref: '#/definitions/a', definitions: { a: { items: { $ref: '#/definitions/a' } } } }],
    ] as const)
      assert.notEqual(gradeOne(graded(list), assertion(type, value)).verdict, 'pass', type);
  });

  it('runs no code of schemas, templates, patterns and values', () => {
    const code = 'globalThis.pwned = 1';
    const names = [`"];${code};//`, `');${code};('`, `\${${code}}`, `*/${code}/*`, `\u2028${code}`, `\\");${code}//`];
    const schemas: readonly JsonValue[] = names.flatMap((name): JsonValue[] => [
      { $id: name, type: 'object' },
      { title: name, $comment: name, description: name },
      { type: 'object', required: [name], properties: { [name]: { type: 'string' } } },
      { patternProperties: { [name.replace(/[()[\]{}*?+\\]/g, '.')]: { const: name } } },
      { enum: [name], const: name },
      { $ref: `#/definitions/${encodeURIComponent(name)}`, definitions: { [name]: { type: 'object' } } },
      { dependencies: { [name]: [name] }, propertyNames: { enum: [name] } },
      { type: 'object', default: name, format: name },
      { if: { required: [name] }, then: { const: name }, else: { not: { const: name } } },
      JSON.stringify({ properties: { [name]: { const: name } } }),
    ]);
    const output = JSON.stringify(Object.fromEntries(names.map((name) => [name, name])));
    const asserts = [
      ...schemas.flatMap((schema) => [assertion('is-json', schema), assertion('contains-json', schema)]),
      assertion('contains', `{{ range.constructor("${code}")() }}`),
      assertion('contains-any', [`{{ "".sub.constructor("${code}")() }}`]),
      assertion('regex', `(?:${code})`),
      assertion('javascript', code),
      assertion('is-json', 'a: !!js/function "function () { globalThis.pwned = 1 }"'),
    ];
    gradeOutputs([{ graded: graded(output), asserts }]);
    assert.equal('pwned' in globalThis, false);
  });
});

describe('withinTime', () => {
  it('gives every item its time, however many there are', () => {
    const items = Array.from({ length: 30 }, (_, at) => at);
    const wait = (item: number): string => {
      const until = performance.now() + (item === 7 ? Infinity : 10);
      while (performance.now() < until);
      return `done ${item}`;
    };
    const results = withinTime(items, 200, wait, (item) => `stopped ${item}`);
    assert.deepEqual(
      results,
      items.map((item) => (item === 7 ? 'stopped 7' : `done ${item}`)),
    );
  });

  it('passes on what its work throws', () => {
    const work = (): never => {
      throw new TypeError('a defect');
    };
    assert.throws(() => withinTime([1], 100, work, () => 0), TypeError);
  });
});
