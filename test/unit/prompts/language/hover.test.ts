import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { promptHoverAt } from '../../../../src/prompts/language/hover.js';

const prompty = `---
model: { id: gpt-4o, options: { maxOutputTokens: 100, size: 1 } }
inputs:
  - { name: question, kind: string }
  - { name: tone, default: friendly }
---
system:
Be {{ tone }}, very {{ tone }}.
user:
{{ question }} {{ question }}
`;

const yml = `messages:
  - { role: user, content: "{{question}}" }
testData:
  - { question: Where? }
  - { question: Where? }
  - { question: 7 }
`;

/** What is said at the last place of a word, as lines, with what is underlined. */
function said(path: string, text: string, word: string): readonly string[] | undefined {
  const hover = promptHoverAt(parsePrompt(path, text), text.lastIndexOf(word) + 1);
  return hover && [text.slice(hover.range.start, hover.range.end), hover.title, ...hover.lines];
}

describe('what a hover says in a prompt', () => {
  it('is about a variable: its type, where it is declared and used, and its samples', () => {
    assert.deepEqual(said('a.prompty', prompty, 'question'), [
      'question',
      'question',
      'Variable · string · required',
      'Declared in line 4 · used in line 10',
    ]);
    assert.deepEqual(said('a.prompty', prompty, 'tone, default'), [
      'tone',
      'tone',
      'Variable · optional · default "friendly"',
      'Declared in line 5 · used in line 8',
    ]);
    assert.deepEqual(said('a.prompt.yml', yml, 'question}}'), [
      'question',
      'question',
      'Variable · required',
      'Not declared · used in line 2',
      'Samples: "Where?", 7',
    ]);
  });

  it('is about a parameter: its canonical name and what it must be, also on its key', () => {
    assert.deepEqual(said('a.prompty', prompty, 'maxOutputTokens'), [
      'maxOutputTokens: 100',
      'max_tokens',
      'Model parameter · 100',
      'It must be a whole number of at least 1.',
    ]);
    assert.deepEqual(said('a.prompty', prompty, 'size')?.slice(2), [
      'Model parameter · 1',
      'It is passed on as it is: its name is not a known one.',
    ]);
  });

  it('is nothing elsewhere', () => {
    assert.equal(said('a.prompty', prompty, 'very'), undefined);
    assert.equal(promptHoverAt(parsePrompt('a.txt', ''), 0), undefined);
  });
});
