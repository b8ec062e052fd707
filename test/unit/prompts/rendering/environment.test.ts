import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import {
  environmentNames,
  environmentOf,
  fillReferences,
  shownVariables,
} from '../../../../src/prompts/rendering/environment.js';
import { renderPrompt } from '../../../../src/prompts/rendering/renderPrompt.js';
import { sourceWork } from '../work/sourceWork.js';

const source = `---
model:
  id: "\${env:MODEL:gpt-4o}"
  connection: { kind: key, endpoint: "\${env:ENDPOINT}", apiKey: "\${env:API_KEY}" }
  options: { user: "\${env:TEAM}", stop: ["\${env:STOP:a:b}", "not \${env:STOP}"] }
inputs:
  - { name: sign, default: "\${env:SIGN:us}" }
tools:
  - { name: search, kind: function, description: " \${ENV:SEARCH:find} " }
---
user:
Yours, {{ sign }} \${env:BODY:default}
`;

const render = (environment?: Readonly<Record<string, string>>, text = source) =>
  renderPrompt(parsePrompt('a.prompty', text), { inputs: {}, includes: {}, ...(environment && { environment }) });

describe('environment variables in a Prompty file', () => {
  it('have their defaults where nothing is given; the document keeps what is written', () => {
    const { request, unset } = render();
    assert.deepEqual(request, {
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Yours, us ${env:BODY:default}' }],
      user: '${env:TEAM}',
      stop: ['a:b', 'not ${env:STOP}'],
      tools: [{ name: 'search', kind: 'function', description: 'find' }],
    });
    assert.deepEqual(unset, ['TEAM']);
    assert.equal(parsePrompt('a.prompty', source).model?.value, '${env:MODEL:gpt-4o}');
  });

  it('have the values that are given, as they are', () => {
    const { request, unset } = render({ MODEL: 'gpt-5', TEAM: '', STOP: '${env:OTHER}', SIGN: '{{ sign }}' });
    assert.equal(request['model'], 'gpt-5');
    assert.equal(request['user'], '');
    assert.deepEqual(request['stop'], ['${env:OTHER}', 'not ${env:STOP}']);
    assert.deepEqual(request['messages'], [{ role: 'user', content: 'Yours, {{ sign }} ${env:BODY:default}' }]);
    assert.deepEqual(unset, []);
  });

  it('are filled in where version 1 of the format names them', () => {
    const first = `---
model:
  configuration: { type: azure_openai, azure_deployment: "\${env:DEPLOYMENT}", api_key: "\${env:KEY}" }
  parameters: { max_tokens: 5, user: "\${env:TEAM:ours}" }
---
user:
Hi
`;
    assert.deepEqual(environmentNames(parsePrompt('a.prompty', first)), ['DEPLOYMENT', 'TEAM']);
    const { request, unset } = render({ DEPLOYMENT: 'gpt' }, first);
    assert.deepEqual([request['model'], request['user'], unset], ['gpt', 'ours', []]);
  });

  it('are not read for what is no part of the request, such as keys, nor in the text, nor in another format', () => {
    const names = environmentNames(parsePrompt('a.prompty', source));
    assert.deepEqual(names, ['MODEL', 'TEAM', 'STOP', 'SEARCH', 'SIGN']);
    for (const path of ['a.prompt', 'a.md', 'a.prompt.yml'])
      assert.deepEqual(environmentNames(parsePrompt(path, source)), [], path);
  });

  it('are looked for among what is given alone', () => {
    const inherited = '---\nmodel: "${env:constructor:gpt-4o}"\nname: "${env:__proto__}"\n---\n';
    assert.equal(render({}, inherited).request['model'], 'gpt-4o');
    assert.equal(environmentOf(process.env)('constructor'), undefined);
    assert.equal(environmentOf(process.env)('PATH'), process.env['PATH']);
  });

  it('choose the tokenizer', async () => {
    const asked = { path: 'a.prompty', text: source, includes: {}, inputs: {} };
    assert.equal((await sourceWork.run('render', asked)).exactTokens, true);
    const other = await sourceWork.run('render', { ...asked, environment: { MODEL: 'claude' } });
    assert.equal(other.exactTokens, false);
  });

  it('are shown as they are, but for what looks like a secret', () => {
    const key = `sk-${'a1'.repeat(20)}`;
    const names = ['TEAM', 'AUTHOR', 'URL', 'PLAIN_URL', 'MINE', 'MY_API_KEY', 'github_token', 'DB_PASSWORD'];
    const values: Readonly<Record<string, string>> = {
      ...Object.fromEntries(names.map((name) => [name, 'open'])),
      URL: 'https://ada:sesame@example.org',
      PLAIN_URL: 'https://example.org/a:b@c',
      MINE: `Bearer ${key}`,
      OTHER: 'never asked for',
    };
    const options = names.map((name) => `"\${env:${name}}"`).join(', ');
    const text = `---\nmodel: { id: a, options: { stop: [${options}, "\${env:GONE}"] } }\n---\n`;
    const asked: string[] = [];
    const shown = shownVariables(parsePrompt('a.prompty', text), (name) => {
      asked.push(name);
      return values[name];
    });
    assert.deepEqual(asked, [...names, 'GONE']);
    assert.deepEqual(shown, {
      TEAM: 'open',
      AUTHOR: 'open',
      URL: '•••',
      PLAIN_URL: 'https://example.org/a:b@c',
      MINE: '•••',
      MY_API_KEY: '•••',
      github_token: '•••',
      DB_PASSWORD: '•••',
    });
  });
});

describe('references to environment variables', () => {
  const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_()]{0,20}$/);
  const texts = fc.string({ unit: fc.constantFrom('$', '{', '}', ':', 'env', 'A', 'é', '\n', ' ') });

  it('are the whole of a value, with or without a default', () => {
    fc.assert(
      fc.property(names, texts, fc.string(), (name, usual, value) => {
        fc.pre(!usual.includes('${'));
        const environment = environmentOf({ [name]: value });
        for (const written of [`\${env:${name}}`, `\${env:${name}:${usual}}`]) {
          assert.equal(fillReferences(written, environment), value);
          assert.deepEqual(fillReferences([{ a: written }], environment), [{ a: value }]);
          assert.equal(fillReferences(`x${written}`, environment), `x${written}`);
          assert.equal(fillReferences(written + written, environment), written + written);
        }
        const none = environmentOf({});
        assert.equal(fillReferences(`\${env:${name}}`, none), `\${env:${name}}`);
        assert.equal(fillReferences(`\${env:${name}:${usual}}`, none), usual);
      }),
    );
  });

  it('are the only text that is replaced', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const isReference = /^\s*\$\{env:[^{}:$\s]+[:}]/.test(text) && text.trim().endsWith('}');
        if (fillReferences(text, () => 'value') !== text) assert.ok(isReference, text);
      }),
    );
  });

  it('are found in time in any text', () => {
    for (const text of ['${env:'.repeat(100_000), `\${env:A:${'$'.repeat(1_000_000)}`, ' '.repeat(1_000_000)]) {
      const began = performance.now();
      assert.equal(
        fillReferences(text, () => 'value'),
        text,
      );
      assert.ok(performance.now() - began < 1000);
    }
  });

  it('keep every other value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        assert.equal(JSON.stringify(fillReferences(value as never, () => 'value')), JSON.stringify(value));
      }),
    );
  });
});
