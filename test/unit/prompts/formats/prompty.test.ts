import assert from 'node:assert/strict';
import { prompty } from '../../../../src/prompts/formats/prompty.js';

const parse = (source: string) => prompty.parse(source);

function problems(source: string): string[] {
  return parse(source).diagnostics.map(({ code, range, replacement }) =>
    [code, source.slice(range.start, range.end), ...(replacement === undefined ? [] : [replacement])].join('|'),
  );
}

describe('.prompty', () => {
  const source = `---
name: support-reply
model:
  id: gpt-4o
  provider: openai
  connection: \${file:shared/connection.json}
  options: { temperature: 0.2, maxOutputTokens: 200, additionalProperties: { size: big } }
inputs:
  - { name: question, kind: string }
  - { name: tone, kind: string, default: kind }
  - { name: note, kind: string, required: false }
outputs:
  - { name: city, kind: string, required: true, description: City }
  - { name: unit, kind: string, enumValues: [c, f] }
tools:
  - { name: look_up, kind: function, bindings: { x: { input: note } } }
template: { format: { kind: jinja2 }, parser: { kind: prompty } }
owner: support
---
system:
You are {{ tone }}.

{% if question %}
user[name="Alice", id=7]:
{{ question }}
{% endif %}

assistant:
`;
  const document = parse(source);

  it('reads every part of it', () => {
    assert.deepEqual(document.diagnostics, []);
    assert.equal(document.model?.value, 'gpt-4o');
    assert.deepEqual(
      document.parameters.map(({ name, value }) => [name, value]),
      [
        ['temperature', 0.2],
        ['max_tokens', 200],
        ['size', 'big'],
      ],
    );
    assert.deepEqual(
      document.variables.map(({ name, type, required, default: given, uses }) => [
        name,
        type,
        required,
        given,
        uses.length,
      ]),
      [
        ['question', 'string', true, undefined, 2],
        ['tone', 'string', false, 'kind', 1],
        ['note', 'string', false, undefined, 1],
      ],
    );
    assert.deepEqual(document.output?.schema, {
      type: 'object',
      properties: { city: { type: 'string', description: 'City' }, unit: { type: 'string', enum: ['c', 'f'] } },
      required: ['city'],
    });
    assert.deepEqual(
      document.tools.map(({ name }) => name),
      ['look_up'],
    );
    assert.deepEqual(
      document.references.map(({ value }) => value),
      ['shared/connection.json'],
    );
    assert.deepEqual(document.metadata, {
      owner: 'support',
      model: { provider: 'openai', connection: '${file:shared/connection.json}' },
    });
  });

  it('splits the body at role lines, and marks parts that are conditional', () => {
    assert.deepEqual(
      document.parts.map(({ role, text, conditional, attributes }) => [role, text, conditional, attributes]),
      [
        ['system', 'You are {{ tone }}.\n\n{% if question %}', undefined, undefined],
        ['user', '{{ question }}\n{% endif %}', true, { name: 'Alice', id: 7 }],
        ['assistant', '', undefined, undefined],
      ],
    );
    for (const { text, range } of document.parts) assert.equal(source.slice(range.start, range.end), text);
  });

  it('reads +++ fences, a BOM before them, and CRLF', () => {
    const text = '\uFEFF+++\r\nmodel: gpt-4\r\n+++\r\n# User:\r\nHello\r\n';
    const { model, parts, diagnostics } = parse(text);
    assert.equal(model?.value, 'gpt-4');
    assert.equal(text.slice(model.range.start, model.range.end), 'gpt-4');
    assert.deepEqual(
      parts.map(({ role, text: part }) => [role, part]),
      [['user', 'Hello']],
    );
    assert.deepEqual(diagnostics, []);
  });

  it('reads the body although the frontmatter is broken', () => {
    const { parts, diagnostics } = parse('---\nname: [oops\n---\nuser:\nHello');
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['Hello'],
    );
    assert.equal(diagnostics[0]?.severity, 'error');
    assert.deepEqual(problems('---\njust text\n---\nHi'), ['frontmatter-shape|just text']);
    assert.deepEqual(problems('---\nname: x\nHi'), ['frontmatter-unclosed|---']);
  });

  it('tells undeclared and unused inputs, where there are declared ones', () => {
    assert.deepEqual(problems('---\ninputs: [{ name: a }, { name: b }]\n---\n{{ a }} {{ c }}'), [
      ...['unused-variable|b', 'undeclared-variable|c'],
    ]);
    assert.deepEqual(problems('---\ninputs: [question]\n---\n{{ question }} {{ qestion }}'), [
      'undeclared-variable|qestion|question',
    ]);
    assert.deepEqual(problems('---\nname: x\n---\n{{ c }}'), []);
  });

  it('tells inputs and tools without a name', () => {
    assert.deepEqual(problems('---\ninputs: [{ kind: string }]\ntools: [{ kind: x }]\n---\n'), [
      ...['tool-name|{ kind: x }', 'input-name|{ kind: string }'],
    ]);
    assert.deepEqual(problems('---\ninputs: 3\ntools: x\n---\n'), ['tools-shape|x', 'inputs-shape|3']);
  });

  it('reads version 1 and says what is new', () => {
    const old = `---
authors: [me]
model:
  api: chat
  configuration: { type: azure_openai, azure_deployment: gpt-35 }
  parameters: { max_tokens: 10 }
inputs:
  name: { type: string, sample: Jane }
sample: { name: Joe }
template: jinja2
---
user:
{{name}}
`;
    const { model, parameters, tests, variables } = parse(old);
    assert.equal(model?.value, 'gpt-35');
    assert.deepEqual(
      parameters.map(({ name, value }) => [name, value]),
      [['max_tokens', 10]],
    );
    assert.deepEqual(
      tests.map(({ inputs }) => inputs),
      [{ name: 'Joe' }, { name: 'Jane' }],
    );
    assert.deepEqual(
      variables.map(({ name, type, required }) => [name, type, required]),
      [['name', 'string', true]],
    );
    assert.deepEqual(problems(old), [
      'prompty-v1|api|apiType',
      'prompty-v1|parameters|options',
      'prompty-v1|configuration',
      'prompty-v1|sample',
      'prompty-v1|authors',
      'prompty-v1|jinja2|{ format: { kind: jinja2 } }',
      'prompty-v1|type|kind',
      'prompty-v1|sample',
    ]);
  });

  it('knows mustache, and says which template format it does not know', () => {
    assert.equal(parse('---\ntemplate: { format: { kind: mustache } }\n---\n{{a}}').template, 'mustache');
    assert.deepEqual(problems('---\ntemplate: { format: erb }\n---\n{{a}}'), ['unknown-template|{ format: erb }']);
  });
});
