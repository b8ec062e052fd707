import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../src/prompts/diagnostic.js';
import { promptYml } from '../../../../src/prompts/formats/promptYml.js';

const parse = (source: string) => promptYml.parse(source);
const messages = 'messages:\n  - { role: user, content: Hi }\n';

/** `code|cut out text|replacement` of what is reported. */
function problems(source: string): string[] {
  return parse(source).diagnostics.map(({ code, range, replacement }) =>
    [code, source.slice(range.start, range.end), ...(replacement === undefined ? [] : [replacement])].join('|'),
  );
}

function mended(source: string, { range, replacement }: Diagnostic): string {
  return source.slice(0, range.start) + replacement! + source.slice(range.end);
}

describe('.prompt.yml', () => {
  const source = `name: Support reply
description: Answers customers
model: openai/gpt-4o
modelParameters:
  maxTokens: 300
  temperature: 0.5
responseFormat: json_schema
jsonSchema: '{"name":"x","schema":{"type":"object"}}'
messages:
  - role: system
    content: |
      You are {{persona}}.

        Be brief.
  - role: user
    content: "{{question}} from {{persona}}"
testData:
  - { question: Refund?, persona: Ann, expected: policy }
  - { question: 1, persona: Bob }
evaluators:
  - { name: polite, string: { contains: please } }
x-team: support
`;
  const document = parse(source);

  it('reads every part of it', () => {
    assert.equal(document.name, 'Support reply');
    assert.equal(document.description, 'Answers customers');
    assert.equal(document.model?.value, 'openai/gpt-4o');
    assert.deepEqual(
      document.parameters.map(({ name, value }) => [name, value]),
      [
        ['max_tokens', 300],
        ['temperature', 0.5],
      ],
    );
    assert.deepEqual(document.output?.schema, { name: 'x', schema: { type: 'object' } });
    assert.deepEqual(
      document.parts.map(({ role, text }) => [role, text]),
      [
        ['system', 'You are {{persona}}.\n\n  Be brief.\n'],
        ['user', '{{question}} from {{persona}}'],
      ],
    );
    assert.deepEqual(
      document.variables.map(({ name, uses }) => [name, uses.length]),
      [
        ['persona', 2],
        ['question', 1],
      ],
    );
    assert.deepEqual(
      document.tests.map(({ inputs, expected }) => [inputs, expected]),
      [
        [{ question: 'Refund?', persona: 'Ann' }, 'policy'],
        [{ question: 1, persona: 'Bob' }, undefined],
      ],
    );
    assert.deepEqual(
      document.graders.map(({ value }) => value),
      [{ name: 'polite', string: { contains: 'please' } }],
    );
    assert.deepEqual(document.metadata, { 'x-team': 'support' });
    assert.deepEqual(document.diagnostics, []);
  });

  it('knows where everything stands', () => {
    const cut = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
    assert.equal(cut(document.model!.range), 'openai/gpt-4o');
    assert.deepEqual(
      document.parameters.map(({ range }) => cut(range)),
      ['300', '0.5'],
    );
    assert.equal(cut(document.output!.range), 'json_schema');
    assert.equal(cut(document.parts[0]!.range), '      You are {{persona}}.\n\n        Be brief.\n');
    assert.equal(cut(document.parts[1]!.range), '{{question}} from {{persona}}');
    for (const { name, uses } of document.variables) for (const use of uses) assert.equal(cut(use), name);
    assert.equal(cut(document.tests[0]!.range), '{ question: Refund?, persona: Ann, expected: policy }');
    assert.equal(cut(document.graders[0]!.range), '{ name: polite, string: { contains: please } }');
  });

  it('reads CRLF and a BOM', () => {
    const windows = `\uFEFF${source.replaceAll('\n', '\r\n')}`;
    const { parts, diagnostics } = parse(windows);
    assert.deepEqual(diagnostics, []);
    assert.equal(parts[0]?.text, document.parts[0]?.text);
    assert.equal(
      windows.slice(parts[0]!.range.start, parts[0]!.range.end),
      '      You are {{persona}}.\r\n\r\n        Be brief.\r\n',
    );
  });

  it('shows a file that is not YAML, or not a mapping, as one unread part', () => {
    for (const broken of ['a: [', '- a\n', 'text', 'a: 1\na: 2\n']) {
      const { parts, diagnostics } = parse(broken);
      assert.deepEqual(parts, [{ role: 'user', text: broken, range: { start: 0, end: broken.length } }]);
      assert.equal(diagnostics[0]?.severity, 'error');
    }
    assert.deepEqual(problems(''), ['no-messages|']);
  });

  it('asks for messages with role and text', () => {
    assert.deepEqual(problems('name: x\n'), ['no-messages|name']);
    assert.deepEqual(problems('messages: []\n'), ['no-messages|messages']);
    assert.deepEqual(problems('messages: hello\n'), ['not-a-list|hello']);
    assert.deepEqual(problems('messages: [{ role: user }]\n'), ['no-content|{ role: user }']);
    assert.deepEqual(problems('messages: [{ role: user, content: [a] }]\n'), ['not-text|[a]']);
    assert.equal(parse('messages: [{ role: user, content: 42.0 }]\n').parts.length, 1);
  });

  it('suggests a role that exists', () => {
    assert.deepEqual(problems('messages: [{ role: Assistant, content: a }]'), ['unknown-role|Assistant|assistant']);
    assert.deepEqual(problems('messages: [{ role: human, content: a }]'), ['unknown-role|human|user']);
    assert.deepEqual(problems('messages: [{ role: moderator, content: a }]'), ['unknown-role|moderator']);
    assert.equal(parse('messages: [{ role: human, content: a }]').parts[0]?.role, 'user');
  });

  it('says that {{ x }} stays as it is', () => {
    const spaced = 'messages: [{ role: user, content: "{{ a }} {{b}} {{c }}" }]';
    assert.deepEqual(problems(spaced), ['variable-spaces|{{ a }}|{{a}}', 'variable-spaces|{{c }}|{{c}}']);
    assert.deepEqual(
      parse(spaced).variables.map(({ name }) => name),
      ['b'],
    );
  });

  it('checks the types of parameters', () => {
    const told = problems(
      `${messages}modelParameters: { temperature: "0.7", topP: 2, maxTokens: 1.5, stop: [a, 1], other: {}, max_tokens: 5 }\n`,
    );
    assert.deepEqual(told, [
      ...[
        'parameter-type|"0.7"|0.7',
        'parameter-type|2',
        'parameter-type|1.5',
        'parameter-type|[a, 1]',
        'parameter-twice|5',
      ],
    ]);
    assert.deepEqual(problems(`${messages}modelParameters: 3\n`), ['parameters-shape|3']);
  });

  it('turns a schema written as YAML into one written as JSON', () => {
    for (const written of [
      'jsonSchema:\n  name: x\n  schema:\n    type: object\n',
      'jsonSchema: { name: x, schema: { type: object } }\n',
    ]) {
      const text = `${messages}responseFormat: json_schema\n${written}model: m\n`;
      const before = parse(text);
      assert.deepEqual(
        before.diagnostics.map(({ code }) => code),
        ['json-schema-mapping'],
      );
      const after = parse(mended(text, before.diagnostics[0]!));
      assert.deepEqual(after.diagnostics, []);
      assert.deepEqual(after.output?.schema, { name: 'x', schema: { type: 'object' } });
      assert.equal(after.model?.value, 'm');
    }
  });

  it('points at the place where a schema stops being JSON', () => {
    const text = `${messages}responseFormat: json_schema\njsonSchema: |-\n  {\n    "name": "x",\n    "schema": oops\n  }\n`;
    const [problem] = parse(text).diagnostics;
    assert.equal(problem?.code, 'json-schema-syntax');
    assert.equal(problem.range.start, text.indexOf('oops'));
    const inline = `${messages}jsonSchema: '{"a": 1,}'\n`;
    assert.equal(parse(inline).diagnostics[0]?.range.start, inline.indexOf("}'"));
  });

  it('checks the response format', () => {
    assert.deepEqual(problems(`${messages}responseFormat: xml\n`), ['unknown-response-format|xml']);
    assert.deepEqual(problems(`${messages}responseFormat: json_schema\n`), ['no-json-schema|json_schema']);
  });

  it('finds literal secrets and does not repeat them', () => {
    const keys = [`sk-proj-${'a1B2c3D4'.repeat(4)}`, `ghp_${'a1B2c3D4e5F6'.repeat(3)}`, `AKIA${'A1B2C3D4'.repeat(2)}`];
    for (const key of keys) {
      const text = `${messages}x: ${key}\n`;
      assert.deepEqual(problems(text), [`literal-secret|${key}`]);
      assert.ok(!parse(text).diagnostics[0]!.message.includes(key));
    }
    assert.deepEqual(problems(`${messages}x: sk-this-is-only-a-long-name\n`), []);
  });

  it('follows aliases to the text they stand for', () => {
    const text =
      'x: &rules "Be {{tone}}."\nmessages:\n  - { role: system, content: *rules }\n  - { role: user, content: *rules }\n';
    const { parts, variables } = parse(text);
    for (const part of parts) assert.equal(text.slice(part.range.start, part.range.end), part.text);
    assert.equal(parts.length, 2);
    assert.equal(variables[0]?.uses.length, 1);
  });
});
