import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newCases } from '../../../../src/evaluation/cases/newCases.js';
import { parseCases } from '../../../../src/evaluation/cases/parseCases.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

function made(path: string, text: string) {
  const document = parsePrompt(path, text);
  const cases = newCases(document, path);
  return { text: cases, ...parseCases(cases, 'a.cases.yaml', { variables: document.variables, prompts: [path] }) };
}

describe('newCases', () => {
  it('is a valid file that gives every variable a value', () => {
    const { cases, diagnostics, prompt } = made(
      'reply.prompt.yml',
      'messages:\n  - { role: user, content: "{{question}} {{language}}" }\ntestData:\n  - { language: German }\n',
    );
    assert.deepEqual(diagnostics, []);
    assert.equal(prompt, 'reply.prompt.yml');
    assert.deepEqual(
      cases.map(({ id, vars, asserts }) => [id, vars, asserts.map(({ type }) => type)]),
      [['first-case', { question: 'some question', language: 'German' }, ['not-is-refusal']]],
    );
  });

  it('takes defaults and the types of inputs', () => {
    const { cases, diagnostics } = made(
      'a.prompt',
      '---\ninput:\n  schema: { n: integer, yes: boolean, list(array): string, name: string }\n  default: { name: Ann }\n---\n{{n}} {{yes}} {{list}} {{name}}\n',
    );
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(cases[0]?.vars, { n: 1, yes: true, list: [], name: 'Ann' });
  });

  it('stays valid when its examples are taken out of their comments', () => {
    const { text } = made('a.txt', '{{q}}');
    const { cases, diagnostics } = parseCases(text.replace(/^( *)# (?=- |assert:|critical:| {2}- )/gm, '$1'), 'a');
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      [cases[0]?.critical, cases[0]?.asserts.map(({ type }) => type)],
      [true, ['not-is-refusal', 'word-count', 'icontains-any', 'not-contains', 'regex']],
    );
  });

  it('is valid for a prompt without variables, and for any names', () => {
    assert.deepEqual(made('a.txt', 'Hello').diagnostics, []);
    const name = fc
      .string({ unit: fc.constantFrom('a', '-', '#', ':', ' ', "'", '"', 'ü', '1'), minLength: 1 })
      .filter((one) => one.trim() === one);
    fc.assert(
      fc.property(name, name, (file, variable) => {
        const document = { ...parsePrompt('a.txt', ''), variables: [{ name: variable, required: true, uses: [] }] };
        const { cases, diagnostics, prompt } = parseCases(newCases(document, file), 'a');
        assert.deepEqual(diagnostics, []);
        assert.deepEqual([prompt, Object.keys(cases[0]!.vars)], [file, [variable]]);
      }),
    );
  });
});
