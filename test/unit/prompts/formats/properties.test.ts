import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formats } from '../../../../src/prompts/formats/index.js';
import { checkRanges } from './checkRanges.js';

const samples: Readonly<Record<string, string>> = {
  'prompt-yml': `\uFEFF# a comment
name: Sample
model: openai/gpt-4o
modelParameters: { temperature: "0.5", maxTokens: 100 }
responseFormat: json_schema
jsonSchema: |-
  { "name": "x", "schema": { "type": "object" } }
messages:
  - role: system
    content: &rules |
      You are {{persona}}.
        - be {{ tone }}
  - role: user
    content: "{{question}} \\n and \\u007b"
  - { role: human, content: >-
      folded {{text}}
      twice }
  - { role: assistant, content: *rules }
testData: [{ question: a, expected: b }]
evaluators: [{ name: e, string: { contains: x } }]
`,
  prompty: `\uFEFF
---
name: sample
model: { id: gpt-4, api: chat, options: { temperature: 9, additionalProperties: { size: 1 } }, connection: "\${file:a/b.json}" }
inputs: [{ name: question, kind: string }, { name: unused, default: [1] }, { kind: nameless }]
outputs: { city: { kind: string, required: true } }
tools: [{ name: t, bindings: { a: { input: question } } }]
template: jinja2
sample: { question: a }
---
system:
You are {{ tone | upper }}. {% include "x.j2" %}
{% for a in rows if a.ok %}
user[name="A", id=7]:
{{ question }} {{ a }}
{% endfor %}
# assistant:
sk-abcdefghijklmnopqrstuvwxyz0123
`,
  dotprompt: `---
model: googleai/gemini
config: { temperature: 9, topK: 4 }
input:
  schema:
    question: string, what they ask
    "tone?(enum, how)": [warm, cool]
    rows(array): { name: string, n?: integer }
    bad(thing): x
  default: { tone: warm, more: 1 }
output: { format: json, schema: { city: string, (*): any } }
tools: [track, { name: find }]
a.b.c: 1
---
{{#if a}}{{role "system"}}{{/if}}Be {{ tone }}. {{> greet name=question}}
{{history}}{{role 'boss'}} {{#role "user"}}{{question}}{{/role}} {{media url=photo}}
`,
  'chat-json': `[
  {"role": "system", "content": "You are {{ persona }}. {% include 'x.j2' %}"},
  {"role": "human", "content": "escaped \\n {{ question }}"},
  {"role": "user", "content": [{"type": "text", "text": "{{ a }}"}, {"type": "image_url"}]}, {}
]`,
  'vscode-prompt': `---
name: n
model: [a, b]
tools: [x, 1]
mode: agent
---
Write \${input:topic:what it is about} and \${input:topic} into \${file}.
`,
  plain: `---
model: gpt-4
role: boss
temperature: warm
inputs: [a, { name: b, default: 1 }]
---

{{> part}} {{#if a}}{{upper b}}{{/if}} {{#each rows as |row|}}{{row.x}}{{/each}}
{% for x in b %}{{ x }}{{ c }}{% endfor %} {{{d}}}
`,
};

const piece = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    ':',
    ': ',
    '- ',
    '---\n',
    '+++\n',
    '{',
    '}',
    '{{',
    '}}',
    '{%',
    '%}',
    '[',
    ']',
    '"',
    "'",
    '|',
    '>',
  ],
  ...[
    '&a ',
    '*a ',
    '#',
    '!',
    '? ',
    '\\',
    '\uFEFF',
    '\uD800',
    'messages:\n',
    'content: ',
    'role: user\n',
    'user:\n',
    'name',
    '\u2028',
  ],
);

/** A sample with pieces cut out, put in, doubled, and cut off. */
const mutated = (sample: string) =>
  fc
    .array(fc.tuple(fc.nat(sample.length), fc.nat(12), fc.oneof(piece, fc.string({ maxLength: 4 }))), { maxLength: 6 })
    .chain((edits) =>
      fc.tuple(
        fc.constant(edits),
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
        ),
      ),
    )
    .map(([edits, share]) => {
      const text = edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), sample);
      return text.slice(0, Math.ceil(text.length * share));
    });

describe('every format, on any text', function () {
  this.timeout(20_000);
  for (const format of formats) {
    const sample = samples[format.id]!;
    const any = fc.oneof(
      { weight: 6, arbitrary: mutated(sample) },
      { weight: 2, arbitrary: fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
    );
    it(`${format.suffixes.join(', ')} never throws, and its ranges cut out what they claim`, () => {
      fc.assert(
        fc.property(any, (source) => {
          const document = format.parse(source);
          assert.equal(document.source, source);
          checkRanges(document);
        }),
        { numRuns: 2_000 },
      );
    });

    it(`${format.suffixes.join(', ')}: what a diagnostic proposes can be put in its place`, () => {
      fc.assert(
        fc.property(any, (source) => {
          for (const { range, replacement } of format.parse(source).diagnostics) {
            if (replacement === undefined) continue;
            assert.notEqual(source.slice(range.start, range.end), replacement);
            checkRanges(format.parse(source.slice(0, range.start) + replacement + source.slice(range.end)));
          }
        }),
        { numRuns: 200 },
      );
    });
  }
});
