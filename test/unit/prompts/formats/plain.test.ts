import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

const codes = (path: string, source: string) => parsePrompt(path, source).diagnostics.map(({ code }) => code);

describe('plain text', () => {
  it('is one user part, exactly as the file is', () => {
    const source = 'Hello {{name}},\r\n\r\nbye.\r\n';
    const document = parsePrompt('prompts/hello.md', source);
    assert.deepEqual(document.parts, [{ role: 'user', text: source, range: { start: 0, end: source.length } }]);
    assert.deepEqual(
      document.variables.map(({ name }) => name),
      ['name'],
    );
    assert.deepEqual(document.diagnostics, []);
  });

  it('reads frontmatter', () => {
    const source = `---
name: hello
model: gpt-4o
role: system
temperature: 0.3
parameters: { maxTokens: 5 }
inputs: [name, { name: tone, default: kind }]
team: support
---

Be {{tone}}, {{nam}}.
`;
    const document = parsePrompt('hello.txt', source);
    assert.equal(document.name, 'hello');
    assert.equal(document.model?.value, 'gpt-4o');
    assert.deepEqual(
      document.parameters.map(({ name, value }) => [name, value]),
      [
        ['max_tokens', 5],
        ['temperature', 0.3],
      ],
    );
    assert.deepEqual(document.metadata, { team: 'support' });
    const [part] = document.parts;
    assert.equal(part?.role, 'system');
    assert.equal(part.text, 'Be {{tone}}, {{nam}}.\n');
    assert.equal(source.slice(part.range.start, part.range.end), part.text);
    assert.deepEqual(
      document.diagnostics.map(({ code, range }) => [code, source.slice(range.start, range.end)]),
      [
        ['unused-variable', 'name'],
        ['undeclared-variable', 'nam'],
      ],
    );
  });

  it('takes the template language from the ending, or from the frontmatter', () => {
    const engines = ['md', 'txt', 'j2', 'jinja', 'mustache', 'hbs', 'liquid'].map(
      (end) => parsePrompt(`a.${end}`, '').template,
    );
    assert.deepEqual(engines, ['mustache', 'mustache', 'jinja', 'jinja', 'mustache', 'handlebars', 'liquid']);
    assert.equal(parsePrompt('a.md', '---\ntemplate: jinja2\n---\n{{ x }}').template, 'jinja');
  });

  it('takes a rule at the beginning of a text as text', () => {
    const source = '---\nOnce upon a time\n---\nthe end';
    assert.equal(parsePrompt('a.md', source).parts[0]?.text, source);
    assert.deepEqual(codes('a.md', '---\nno end'), []);
  });

  it('tells broken frontmatter and unknown roles', () => {
    assert.deepEqual(codes('a.md', '---\nrole: boss\n---\nHi'), ['unknown-role']);
    const { parts, diagnostics } = parsePrompt('a.md', '---\na: [\n---\nHi');
    assert.equal(diagnostics[0]?.severity, 'error');
    assert.equal(parts[0]?.text, 'Hi');
  });

  it('tells of a text that promptfoo takes for several prompts', () => {
    const source = 'One {{a}}.\n---\n\n ---\t\r\nTwo.\r\n---\nThree.\n---\n';
    const { diagnostics, parts } = parsePrompt('a.txt', source);
    assert.equal(parts.length, 1);
    const [told, ...others] = diagnostics;
    assert.deepEqual(others, []);
    assert.equal(told?.severity, 'information');
    assert.match(told.message, /^promptfoo reads this file as 3 prompts, split at `---`; here it is one text\./);
    assert.deepEqual(told.range, { start: 11, end: 14 });
    assert.deepEqual(codes('a.txt', `\uFEFF---\n${source}`), ['promptfoo-separator']);
  });

  it('tells nothing of rules in other files, of one at an end, nor of frontmatter', () => {
    for (const path of ['a.md', 'a.j2', 'a.unknown']) assert.deepEqual(codes(path, 'One.\n---\nTwo.'), [], path);
    for (const source of [
      '---\nOne.',
      'One.\n---\n',
      'One.\n----\nTwo.',
      'One.\n- ---\nTwo.',
      '---\nmodel: x\n---\nOne.\n---\nTwo.',
    ])
      assert.deepEqual(codes('a.txt', source), [], source);
  });

  it('has no part where there is no text', () => assert.deepEqual(parsePrompt('a.md', '').parts, []));
});
