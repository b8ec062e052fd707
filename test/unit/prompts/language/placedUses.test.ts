import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { placedUses } from '../../../../src/prompts/language/placedUses.js';

function uses(path: string, text: string): string[] {
  return placedUses(parsePrompt(path, text)).map(({ start, end }) => text.slice(start - 2, end + 2));
}

describe('the uses of variables that are coloured', () => {
  it('are those of every format, in order, where the name stands', () => {
    const yml = 'messages:\n  - role: user\n    content: |\n      {{b}} and {{a}} and {{b}}\n';
    assert.deepEqual(uses('a.prompt.yml', yml), ['{{b}}', '{{a}}', '{{b}}']);
    assert.deepEqual(uses('a.json', '[{"role":"user","content":"{{a}}"}]'), ['{{a}}']);
    assert.deepEqual(uses('a.prompt', '{{a}}'), ['{{a}}']);
    assert.deepEqual(uses('a.prompt.md', '${input:a}'), ['t:a}']);
  });

  it('leave out what a loop binds, and declarations', () => {
    const text = '---\ninputs: [{ name: rows }]\n---\n{% for row in rows %}{{ row }}{% endfor %}';
    assert.deepEqual(uses('a.prompty', text), ['n rows %']);
  });

  it('leave out what has no exact place', () => {
    assert.deepEqual(uses('a.prompty', '---\ntools: [{ name: t, bindings: { x: { input: "\\u0061b" } } }]\n---\n'), []);
  });
});
