import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

/** What is written where the variables of a message are used. */
function uses(content: string): string[] {
  const source = `[{"role": "user", "content": "${content}"}]`;
  return parsePrompt('a.json', source).variables.flatMap(({ uses: places }) =>
    places.map(({ start, end }) => source.slice(start, end)),
  );
}

describe('a JSON chat', () => {
  it('has its variables where they stand, also behind escapes', () => {
    assert.deepEqual(uses('Hello {{ name }}, {{ name }}'), ['name', 'name']);
    assert.deepEqual(uses('\\"Hello\\"\\n\\u00e9 {{ name }}\\t{{ tone }}'), ['name', 'tone']);
    assert.deepEqual(uses('\\ud83d\\ude00{{ a }}'), ['a']);
    assert.deepEqual(uses('\\u007b{ a\\u0062c }}'), ['a\\u0062c']);
  });

  it('has the files that it names where they stand', () => {
    const source = '[{"role": "user", "content": "\\n{% include \'a.j2\' %}{% include \\"b.j2\\" %}"}]';
    const { references } = parsePrompt('a.json', source);
    assert.deepEqual(
      references.map(({ value, range }) => [value, source.slice(range.start, range.end)]),
      [
        ['a.j2', 'a.j2'],
        ['b.j2', 'b.j2'],
      ],
    );
  });
});
