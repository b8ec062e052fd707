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

  it('has no part where there is no text', () => assert.deepEqual(parsePrompt('a.md', '').parts, []));
});
