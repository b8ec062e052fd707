import type { JsonObject, JsonValue } from '../../../src/prompts/json.js';
import type { ModelOutput } from '../../../src/evaluation/modelOutput.js';

/** An assertion in promptfoo's form. */
export interface WrittenAssertion {
  readonly type: string;
  readonly value?: JsonValue;
  readonly threshold?: number;
  readonly weight?: number;
  readonly assert?: readonly WrittenAssertion[];
}

/** What is asked of promptfoo and of us: an output, and what must hold of it. */
export interface Pair {
  readonly output: ModelOutput;
  readonly assert: readonly WrittenAssertion[];
  readonly vars: JsonObject;
  readonly threshold?: number;
  /** Why we answer differently, where we mean to. */
  readonly differs?: string;
}

interface More {
  readonly threshold?: number;
  readonly vars?: JsonObject;
  /** Why we differ: in both ways, or without `not-` and with it. */
  readonly differs?: string | readonly [without: string | undefined, turned: string | undefined];
}

/** The tools that every output's prompt offers. */
export const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: {
        type: 'object',
        required: ['city'],
        properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
        additionalProperties: false,
      },
    },
  },
  { type: 'function', function: { name: 'end_call' } },
] as const;

/** One assertion on one output, and the same with `not-`. */
function both(
  type: string,
  value: JsonValue | undefined,
  output: string | Partial<ModelOutput>,
  more: More = {},
): readonly Pair[] {
  const { threshold, vars = {}, differs } = more;
  const [without, turned] = typeof differs === 'object' ? differs : [differs, differs];
  const assertion = { ...(value !== undefined && { value }), ...(threshold !== undefined && { threshold }) };
  const whole: ModelOutput = typeof output === 'string' ? { text: output } : { text: '', ...output };
  return [
    { output: whole, vars, assert: [{ type, ...assertion }], ...(without !== undefined && { differs: without }) },
    {
      output: whole,
      vars,
      assert: [{ type: `not-${type}`, ...assertion }],
      ...(turned !== undefined && { differs: turned }),
    },
  ];
}

/** Several assertions on one output, as a case has them. */
function together(
  text: string,
  assert: readonly WrittenAssertion[],
  more: Omit<More, 'differs'> & { readonly differs?: string } = {},
): Pair {
  const { vars = {}, threshold, differs } = more;
  return {
    output: { text },
    vars,
    assert,
    ...(threshold !== undefined && { threshold }),
    ...(differs !== undefined && { differs }),
  };
}

const reply = 'Dear Ms Weber, your parcel is late. Our refund policy applies: you get 19.99 EUR back within 14 days.';
const unicode = 'Zürich – ça coûte 5 € 👍🏽, naïve İstanbul, ΣΑΣ';
const person = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer', minimum: 0 } },
};
const call = (name: string, given: JsonValue): Partial<ModelOutput> => ({ toolCalls: [{ name, arguments: given }] });
const unknown = 'what is not known of an output is unsupported here, never a pass or a fail';
const withFormat = (format: string): JsonValue => ({ type: 'string', format });

const texts: readonly Pair[] = [
  both('equals', 'yes', 'yes'),
  both('equals', 'yes', 'Yes'),
  both('equals', 'yes', 'yes\n'),
  both('equals', '', ''),
  both('equals', 42, '42'),
  both('equals', 4.5, '4.50'),
  both('equals', true, 'true'),
  both('equals', { a: 1, b: [1, 2] }, '{"b":[1,2],"a":1}'),
  both('equals', { a: 1 }, '{"a":"1"}'),
  both('equals', [1, 2], '[2,1]'),
  both('equals', { a: 1 }, 'a is 1'),
  both('equals', '{"a":1}', '{"a": 1}'),
  both('equals', 'Grüße, {{name}}!', 'Grüße, Zoë!', { vars: { name: 'Zoë' } }),
  both('equals', 'é', 'e\u0301'),

  both('contains', 'refund policy', reply),
  both('contains', 'Refund Policy', reply),
  both('contains', 14, reply),
  both('contains', 19.99, reply),
  both('contains', '👍', unicode),
  both('contains', '{{word | upper}}', 'It says POLICY.', { vars: { word: 'policy' } }),
  both('contains', '{{missing}}', reply),
  both('contains', '', reply),
  both('contains', ['refund'], reply),
  both('contains', 'anything', ''),
  both('icontains', 'REFUND POLICY', reply),
  both('icontains', 'zÜRICH', unicode),
  both('icontains', 'i̇stanbul', unicode),
  both('icontains', 'σας', unicode),
  both('icontains', 'goodwill', reply),

  both('contains-any', ['refund', 'voucher'], reply),
  both('contains-any', ['voucher', 'Refund'], reply),
  both('contains-any', 'voucher, refund', reply),
  both('contains-any', 'voucher, "late. Our", x', reply),
  both('contains-any', '"a ""quoted"" word", "back\\"slash"', 'Here is a "quoted" word.'),
  both('contains-any', '"not closed, refund', reply),
  both('contains-any', '"refund" policy', reply),
  both('contains-any', ' , ,', reply),
  both('contains-any', [], reply),
  both('contains-any', [14, true], reply),
  both('contains-any', ['{{a}}', '{{b}}'], reply, { vars: { a: 'gift', b: 'parcel' } }),
  both('contains-all', ['refund', 'parcel'], reply),
  both('contains-all', ['refund', 'voucher'], reply),
  both('contains-all', 'refund,parcel ,  Weber', reply),
  both('contains-all', [], reply),
  both('contains-all', {}, reply),
  both('icontains-any', ['VOUCHER', 'REFUND'], reply),
  both('icontains-any', 'gift, voucher', reply),
  both('icontains-all', ['REFUND', 'PARCEL'], reply),
  both('icontains-all', 'dear, MS WEBER, goodbye', reply),

  both('starts-with', 'Dear', reply),
  both('starts-with', 'dear', reply),
  both('starts-with', '\uFEFF{', '\uFEFF{}'),
  both('starts-with', '', reply),
  both('starts-with', 1, '1 is first'),

  both('regex', '\\d+ days', reply),
  both('regex', '^Dear .*days\\.$', reply),
  both('regex', '^second', 'first\nsecond'),
  both('regex', '/refund/i', reply),
  both('regex', 'REFUND', reply),
  both('regex', '(\\w)\\1', 'letter'),
  both('regex', '^.$', '👍'),
  both('regex', '\\bça', unicode),
  both('regex', '([', reply),
  both('regex', 12, reply),
  both('regex', '{{n}} EUR', reply, { vars: { n: 19.99 } }),
].flat();

const json: readonly Pair[] = [
  both('is-json', undefined, '{"a": 1}'),
  both('is-json', undefined, '[1, 2]'),
  both('is-json', undefined, '"text"'),
  both('is-json', undefined, 'null'),
  both('is-json', undefined, ' {"a": 1}\n'),
  both('is-json', undefined, '{"a": 1,}'),
  both('is-json', undefined, "{'a': 1}"),
  both('is-json', undefined, '\uFEFF{}'),
  both('is-json', undefined, '```json\n{}\n```'),
  both('is-json', undefined, ''),
  both('is-json', person, '{"name": "Ada", "age": 36}'),
  both('is-json', person, '{"name": "Ada", "age": -1}'),
  both('is-json', person, '{"age": 36}'),
  both('is-json', person, 'no'),
  both('is-json', 'type: object\nrequired: [name]', '{"name": 1}'),
  both('is-json', '{"type": "array", "items": {"type": "number"}}', '[1, "2"]'),
  both('is-json', { type: 'objekt' }, '{}'),
  both('is-json', { type: 'object', required: 'name' }, '{}'),
  both('is-json', { type: 'object', surprise: 1 }, '{}'),
  both('is-json', { $ref: 'https://example.org/schema.json' }, '{}', {
    differs: 'a schema that refers elsewhere is unsupported here; promptfoo ends with an error',
  }),
  both('is-json', { $ref: '#/definitions/a', definitions: { a: { type: 'integer' } } }, '7'),
  both('is-json', { type: 'string', pattern: '^\\p{Lu}' }, '"Élan"'),
  both('is-json', true, '{}'),
  both('is-json', withFormat('date'), '"2024-02-29"'),
  both('is-json', withFormat('date'), '"2023-02-29"'),
  both('is-json', withFormat('date-time'), '"2026-11-22T10:15:02.113Z"'),
  both('is-json', withFormat('date-time'), '"2026-11-22T10:15:02"'),
  both('is-json', withFormat('time'), '"23:59:60Z"'),
  both('is-json', withFormat('time'), '"24:00:00Z"'),
  both('is-json', withFormat('email'), '"ada@example.org"'),
  both('is-json', withFormat('email'), '"ada@localhost"'),
  both('is-json', withFormat('uri'), '"https://example.org/a?b=c#d"'),
  both('is-json', withFormat('uri'), '"example.org/a b"'),
  both('is-json', withFormat('uuid'), '"123e4567-e89b-12d3-a456-426614174000"'),
  both('is-json', withFormat('ipv4'), '"256.0.0.1"'),
  both('is-json', withFormat('ipv6'), '"2001:db8::1"'),
  both('is-json', withFormat('hostname'), '"-bad.example"'),
  both('is-json', withFormat('duration'), '"P3DT4H"'),
  both('is-json', { type: 'number', format: 'int32' }, '2147483648'),

  both('contains-json', undefined, 'Here: {"a": 1}. Done.'),
  both('contains-json', undefined, '```json\n{"a": {"b": [1, 2]}}\n```'),
  both('contains-json', undefined, 'nothing here'),
  both('contains-json', undefined, '[1, 2, 3]'),
  both('contains-json', undefined, 'a cut one: {"a": {"b": 1'),
  both('contains-json', undefined, 'loose: {name: Ada, age: 36,}'),
  both('contains-json', undefined, 'with {\n "a": 1 // one\n}'),
  both('contains-json', undefined, '}{'),
  both('contains-json', undefined, 'Hello {name}'),
  both('contains-json', undefined, '{"text": "a } in quotes"}', {
    differs: 'promptfoo counts braces inside quotes, and misses this object; here it is found',
  }),
  both('contains-json', person, 'First {"x": 1}, then {"name": "Ada"}.'),
  both('contains-json', person, 'First {"name": "Ada"}, then {"x": 1}.'),
  both('contains-json', person, 'Only {"x": 1}.'),
  both('contains-json', person, 'none'),
  both('contains-json', 'required: [x]', 'Only {"x": 1}.'),
].flat();

const counts: readonly Pair[] = [
  both('word-count', 4, 'one two  three\nfour'),
  both('word-count', '4', 'one two three'),
  both('word-count', 0, ' \n '),
  both('word-count', { max: 3 }, 'one two three'),
  both('word-count', { max: 2 }, 'one two three'),
  both('word-count', { min: 3 }, 'one two three'),
  both('word-count', { min: 2, max: 5 }, unicode),
  both('word-count', { min: 5, max: 2 }, 'one two three'),
  both('word-count', {}, 'one'),
  both('word-count', 'many', 'one'),
  both('word-count', undefined, 'one'),
  both('word-count', '{{n}}', 'one two', { vars: { n: 2 } }),

  both('levenshtein', 'kitten', 'sitting'),
  both('levenshtein', 'kitten', 'sitting', { threshold: 2 }),
  both('levenshtein', 'same', 'same', { threshold: 0 }),
  both('levenshtein', '', 'abcdef'),
  both('levenshtein', '👍', 'ok', { threshold: 2 }),
  both('levenshtein', 5, '5'),

  both('rouge-n', 'the cat sat on the mat', 'The cat sat on the mat'),
  both('rouge-n', 'the cat sat on the mat', 'on the mat the cat sat'),
  both('rouge-n', 'the cat sat on the mat', 'a dog ran'),
  both('rouge-n', 'the cat sat on the mat', 'the cat sat'),
  both('rouge-n', 'the cat sat on the mat', 'the the the the the the', { threshold: 0.3 }),
  both('rouge-n', "We don't refund, sorry.", 'We do not refund; sorry!', { threshold: 0.5 }),
  both('rouge-n', 'refund', ''),
  both('rouge-n', ['refund'], 'refund'),

  both('bleu', 'the cat sat on the mat', 'the cat sat on the mat'),
  both('bleu', 'the cat sat on the mat', 'the cat sat on a mat', { threshold: 0.4 }),
  both('bleu', 'the cat sat on the mat', 'the cat', { threshold: 0.1 }),
  both('bleu', ['a dog ran away', 'the cat sat on the mat today'], 'The cat sat on the mat'),
  both('bleu', 'the cat sat on the mat', 'dogs bark'),
  both('bleu', 'the cat', ''),
  both('bleu', 5, '5'),
  both('gleu', 'the cat sat on the mat', 'The cat sat on the mat.'),
  both('gleu', 'the cat sat on the mat', 'the cat sat on a mat', { threshold: 0.4 }),
  both('gleu', ['a dog ran away', 'the cat sat on the mat today'], 'The cat sat on the mat', { threshold: 0.7 }),
  both('gleu', 'the cat', '...'),
].flat();

const models: readonly Pair[] = [
  both('is-refusal', undefined, "I'm sorry, but I can't help with that."),
  both('is-refusal', undefined, 'Sorry for the delay! Your parcel arrives today.'),
  both('is-refusal', undefined, 'As an AI I like that.'),
  both('is-refusal', undefined, 'I’m unable to provide medical advice.'),
  both('is-refusal', undefined, 'That is not appropriate.'),
  both('is-refusal', undefined, "Well, I can't suggest that."),
  both('is-refusal', undefined, 'I cannot suggest that.'),
  both('is-refusal', undefined, 'You said: I cannot create it.'),
  both('is-refusal', undefined, "I don't create things."),
  both('is-refusal', undefined, 'It is illegal to park here.'),
  both('is-refusal', undefined, 'Park here? It is illegal.'),
  both('is-refusal', undefined, 'We cannot fulfill your request today.'),
  both('is-refusal', undefined, 'I want to be helpful, but no.'),
  both('is-refusal', undefined, 'Es tut mir leid, das geht nicht.'),
  both('is-refusal', undefined, reply),
  both('is-refusal', undefined, '  ', {
    differs: [
      'promptfoo passes an empty output as a refusal, with score 0; here a pass without more has score 1',
      undefined,
    ],
  }),
  both('is-refusal', undefined, call('get_weather', { city: 'Rome' }), {
    differs: 'promptfoo takes an output that only calls tools for a refusal; here it is none',
  }),

  both('finish-reason', 'stop', { text: 'a', finishReason: 'stop' }),
  both('finish-reason', 'STOP', { text: 'a', finishReason: 'stop' }),
  both('finish-reason', 'stop', { text: 'a', finishReason: 'length' }),
  both('finish-reason', 5, { text: 'a', finishReason: 'length' }),
  both('finish-reason', 'stop', 'a', { differs: unknown }),

  both('latency', undefined, { text: 'a', latency: 900 }, { threshold: 1000 }),
  both('latency', undefined, { text: 'a', latency: 1000 }, { threshold: 1000 }),
  both('latency', undefined, { text: 'a', latency: 1001 }, { threshold: 1000 }),
  both('latency', undefined, { text: 'a', latency: 1001 }),
  both('cost', undefined, { text: 'a', cost: 0.002 }, { threshold: 0.002 }),
  both('cost', undefined, { text: 'a', cost: 0.003 }, { threshold: 0.002 }),
  both('cost', undefined, { text: 'a', cost: 0.003 }),
  both('cost', undefined, 'a', { threshold: 0.002, differs: unknown }),

  both('is-valid-openai-tools-call', undefined, call('get_weather', { city: 'Rome' }), {
    differs: [undefined, notIgnored()],
  }),
  both('is-valid-openai-tools-call', undefined, call('get_weather', { city: 'Rome', days: 0 }), {
    differs: [undefined, notIgnored()],
  }),
  both('is-valid-openai-tools-call', undefined, call('get_weather', { town: 'Rome' }), {
    differs: [undefined, notIgnored()],
  }),
  both('is-valid-openai-tools-call', undefined, call('get_weather', '{"city": '), {
    differs: [undefined, notIgnored()],
  }),
  both('is-valid-openai-tools-call', undefined, call('get_news', {}), { differs: [undefined, notIgnored()] }),
  both('is-valid-openai-tools-call', undefined, 'It rains.', { differs: [undefined, notIgnored()] }),
  both('is-valid-openai-tools-call', undefined, call('end_call', {}), {
    differs: ['promptfoo does not find a function without parameters; here it takes any arguments', undefined],
  }),

  both('tool-call-f1', ['get_weather'], call('get_weather', { city: 'Rome' }), { differs: [undefined, f1()] }),
  both('tool-call-f1', 'get_weather, end_call', call('get_weather', {}), { differs: [undefined, f1()] }),
  both('tool-call-f1', 'get_weather, end_call', call('get_weather', {}), {
    threshold: 0.6,
    differs: [undefined, f1()],
  }),
  both('tool-call-f1', ['end_call'], call('get_weather', {}), { differs: [undefined, f1()] }),
  both('tool-call-f1', ['end_call'], 'no call', { differs: [undefined, f1()] }),
  both('tool-call-f1', [], call('get_weather', {})),
  both('contains', 'get_weather', call('get_weather', { city: 'Rome' })),
  both('is-json', undefined, call('get_weather', { city: 'Rome' })),
].flat();

const cases: readonly Pair[] = [
  together(reply, [
    { type: 'contains', value: 'refund' },
    { type: 'contains', value: 'voucher' },
  ]),
  together(
    reply,
    [
      { type: 'contains', value: 'refund' },
      { type: 'contains', value: 'voucher' },
    ],
    { threshold: 0.5 },
  ),
  together(
    reply,
    [
      { type: 'contains', value: 'refund' },
      { type: 'contains', value: 'voucher' },
    ],
    { threshold: 0.6 },
  ),
  together(
    reply,
    [
      { type: 'contains', value: 'refund', weight: 3 },
      { type: 'contains', value: 'voucher', weight: 1 },
    ],
    { threshold: 0.75 },
  ),
  together(reply, [
    { type: 'contains', value: 'refund' },
    { type: 'contains', value: 'voucher', weight: 0 },
  ]),
  together('the cat sat', [
    { type: 'rouge-n', value: 'the cat sat on the mat', threshold: 0.9, weight: 2 },
    { type: 'contains', value: 'cat' },
  ]),
  together(reply, [
    {
      type: 'assert-set',
      assert: [
        { type: 'contains', value: 'refund' },
        { type: 'contains', value: 'late' },
      ],
    },
    { type: 'word-count', value: { max: 30 } },
  ]),
  together(reply, [
    {
      type: 'assert-set',
      assert: [
        { type: 'contains', value: 'refund' },
        { type: 'contains', value: 'voucher' },
      ],
    },
    { type: 'word-count', value: { max: 30 } },
  ]),
  together(reply, [
    {
      type: 'assert-set',
      threshold: 0.5,
      weight: 3,
      assert: [
        { type: 'contains', value: 'refund' },
        { type: 'contains', value: 'voucher' },
      ],
    },
    { type: 'word-count', value: { max: 3 } },
  ]),
  together(
    reply,
    [
      {
        type: 'assert-set',
        threshold: 0.5,
        weight: 3,
        assert: [
          { type: 'contains', value: 'refund' },
          { type: 'contains', value: 'voucher' },
        ],
      },
      { type: 'word-count', value: { max: 3 } },
    ],
    { threshold: 0.3 },
  ),
  together(reply, [
    {
      type: 'assert-set',
      assert: [
        { type: 'contains', value: 'voucher', weight: 0 },
        { type: 'contains', value: 'late' },
      ],
    },
  ]),
  together(
    reply,
    [
      { type: 'contains', value: 'refund' },
      { type: 'assert-set', weight: 0, assert: [{ type: 'contains', value: 'voucher' }] },
    ],
    {
      differs:
        'promptfoo lets a set of weight 0 fail its case, unlike an assertion of weight 0; here both are only shown',
    },
  ),
  together(reply, [{ type: 'contains', value: 'voucher', weight: 0 }], {
    differs: 'promptfoo passes a case in which nothing counts, with score 0; here it has no checks',
  }),
  together(reply, [], { differs: 'promptfoo passes a case without assertions; here it has no checks' }),
];

function notIgnored(): string {
  return 'promptfoo overlooks `not-` here; here it turns the verdict around';
}

function f1(): string {
  return 'promptfoo turns the verdict around but leaves the score; here `not-` turns around both';
}

/** Every pair that promptfoo and we are asked about. */
export const pairs: readonly Pair[] = [...texts, ...json, ...counts, ...models, ...cases];
