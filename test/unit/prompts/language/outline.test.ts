import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formats, parsePrompt } from '../../../../src/prompts/formats/index.js';
import { outlineOf, type OutlineRow } from '../../../../src/prompts/language/outline.js';
import { mutatedYaml } from '../../mutatedYaml.js';

const sample = `---
name: Sample
model: { id: gpt-4o, options: { temperature: 0.2 } }
inputs:
  - { name: question, kind: string }
  - { name: tone, default: friendly }
outputs: { city: { kind: string } }
tools: [{ name: lookup }]
sample: { question: Where? }
---
system:
Be {{ tone }}, very {{ tone }}.
{% if question %}
user:
{{ question }}
{% endif %}
`;

const messages = `modelParameters: { temperature: 0.2 }
messages:
  - &first
    role: system
    content: Be {{tone}}.
  - *first
  - { role: user, content: "{{question}}" }
testData: [{ question: Where?, expected: Here }]
`;

/** The outline as indented lines. */
const lines = (rows: readonly OutlineRow[], indent = ''): string[] =>
  rows.flatMap(({ name, detail, children }) => [
    `${indent}${name}${detail && ` | ${detail}`}`,
    ...lines(children, `${indent}  `),
  ]);

function checkRows(rows: readonly OutlineRow[], start: number, end: number): void {
  for (const row of rows) {
    assert.notEqual(row.name.trim(), '');
    assert.ok(
      start <= row.range.start && row.range.start <= row.range.end && row.range.end <= end,
      'inside its parent',
    );
    assert.ok(row.range.start <= row.selection.start && row.selection.end <= row.range.end, 'contains its selection');
    assert.ok(row.selection.start <= row.selection.end);
    checkRows(row.children, row.range.start, row.range.end);
  }
}

describe('the outline of a prompt', () => {
  it('has what is declared in groups, and under messages the variables they use', () => {
    assert.deepEqual(lines(outlineOf(parsePrompt('a.prompty', sample))), [
      'Parameters',
      '  temperature | 0.2',
      'Inputs',
      '  question | string',
      '  tone | optional',
      'Output | json_schema',
      'Tools',
      '  lookup',
      'Samples',
      '  Sample 1 | {"question":"Where?"}',
      'system | Be {{ tone }}, very {{ tone }}. {% if q…',
      '  tone | optional',
      '  question | string',
      'user | sometimes · {{ question }} {% endif %}',
      '  question | string',
    ]);
    assert.deepEqual(lines(outlineOf(parsePrompt('a.prompt.yml', messages))), [
      'Parameters',
      '  temperature | 0.2',
      'system | Be {{tone}}.',
      '  tone',
      'system | Be {{tone}}.',
      'user | {{question}}',
      '  question',
      'Samples',
      '  Sample 1 | {"question":"Where?"}',
    ]);
  });

  it('nests properly for any text of any format', function () {
    this.timeout(20_000);
    const texts = fc.oneof(mutatedYaml(sample), mutatedYaml(messages), fc.string({ unit: 'binary', maxLength: 60 }));
    fc.assert(
      fc.property(fc.constantFrom(...formats), texts, (format, text) => {
        checkRows(outlineOf(format.parse(text)), 0, text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes time in proportion to the text', function () {
    this.timeout(10_000);
    const text = `messages:\n${'  - { role: user, content: "{{a}} {{b}}" }\n'.repeat(10_000)}`;
    const document = parsePrompt('a.prompt.yml', text);
    const began = performance.now();
    assert.equal(outlineOf(document).length, 10_000);
    assert.ok(performance.now() - began < 1_000);
  });
});
