import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { completionSpot } from '../../../../src/prompts/language/completionSpot.js';
import {
  fileCompletions,
  includablePattern,
  variableCompletions,
} from '../../../../src/prompts/language/completions.js';

const files = [
  '_sign-off.prompt',
  'mail/_foot.prompt',
  'a.hbs',
  'a.b.hbs',
  'n.mustache',
  'p/x.j2',
  'y.liquid',
  'z.png',
];

/** What is offered at the mark `¦` of a text. */
function offered(path: string, marked: string) {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const document = parsePrompt(path, text);
  const spot = completionSpot(document, offset);
  if (!spot) return undefined;
  const list =
    spot.wants === 'variable'
      ? variableCompletions(document, spot)
      : fileCompletions(
          document,
          spot,
          files.filter((file) => picomatch.isMatch(file, includablePattern(document))),
        );
  const after = (label: string): string => {
    const insert = list.find((each) => each.label === label)?.insert ?? assert.fail(`no ${label}`);
    return text.slice(0, spot.range.start) + insert + text.slice(spot.range.end);
  };
  return { labels: list.map(({ label }) => label), details: list.map(({ detail }) => detail), after };
}

/** The text with what is offered under a name put in; undefined where nothing is offered. */
const put = (path: string, marked: string, label: string): string | undefined => offered(path, marked)?.after(label);

const prompty = (body: string): string => `---
inputs:
  - { name: question, kind: string }
  - { name: tone, default: warm }
---
user:
${body}
`;

describe('what is offered inside the tags of a prompt', () => {
  it('is what it declares and uses elsewhere, with what is known of it', () => {
    const { labels, details } = offered('a.prompty', prompty('{{ ¦ }} {{ tone }} {{ tone }} {{ other }}')) ?? {};
    assert.deepEqual(labels, ['question', 'tone', 'other']);
    assert.deepEqual(details, ['string · not used yet', 'default "warm" · used 2 times', 'used once']);
  });

  it('is not the name that is being typed', () => {
    assert.deepEqual(offered('a.txt', '{{na¦}} {{name}}')?.labels, ['name']);
    assert.deepEqual(offered('a.txt', '{{name¦}} {{name}}')?.labels, ['name']);
    assert.deepEqual(offered('a.txt', '{{na¦}}')?.labels, []);
  });

  it('has the inputs of samples where nothing declares any', () => {
    const yml = 'messages:\n  - role: user\n    content: "{{a}} {{¦}}"\ntestData: [{ a: 1, b: 2, "no name": 3 }]\n';
    const { labels, details } = offered('a.prompt.yml', yml) ?? {};
    assert.deepEqual(labels, ['a', 'b']);
    assert.deepEqual(details, ['used once', 'in the samples']);
  });

  it('is put in once, with the braces that are missing and no others', () => {
    const yml = (text: string): string => `messages:\n  - role: user\n    content: |\n      ${text}\n`;
    for (const [before, after] of [
      ['{{¦}}', '{{tone}}'],
      ['{{¦', '{{tone}}'],
      ['{{to¦ne}}', '{{tone}}'],
      ['{{to¦}', '{{tone}}'],
      ['{{¦ and more', '{{tone}} and more'],
      ['{{¦ {{b}}', '{{tone}} {{b}}'],
    ] as const)
      assert.equal(put('a.prompt.yml', yml(`${before} {{tone}}`), 'tone'), yml(`${after} {{tone}}`), before);
    for (const [before, after] of [
      ['{{ ¦ }}', '{{ tone }}'],
      ['{{¦}}', '{{tone}}'],
      ['{{ ¦', '{{ tone }}'],
      ['{{-¦-}}', '{{-tone-}}'],
      ['{{ t¦ | upper }}', '{{ tone | upper }}'],
      ['{% if ¦', '{% if tone'],
      ['{% if ¦ %}', '{% if tone %}'],
      ['{% for row in to¦ %}', '{% for row in tone %}'],
      ['{% set x = ¦ %}', '{% set x = tone %}'],
      ['{{ f(a, ¦) }}', '{{ f(a, tone) }}'],
    ] as const)
      assert.equal(put('a.prompty', prompty(before), 'tone'), prompty(after), before);
    for (const [before, after] of [
      ['{{¦}}', '{{tone}}'],
      ['{{{¦', '{{{tone}}}'],
      ['{{{¦}}}', '{{{tone}}}'],
      ['{{#if ¦}}', '{{#if tone}}'],
      ['{{#¦}}', '{{#tone}}'],
      ['{{json ¦}}', '{{json tone}}'],
      ['{{~¦~}}', '{{~tone~}}'],
      ['{{media url=¦}}', '{{media url=tone}}'],
    ] as const)
      assert.equal(put('a.prompt', `${before} {{tone}}`, 'tone'), `${after} {{tone}}`, before);
    for (const [before, after] of [
      ['${input:¦}', '${input:tone}'],
      ['${input:¦', '${input:tone}'],
      ['${input:t¦:the tone}', '${input:tone:the tone}'],
    ] as const)
      assert.equal(put('a.prompt.md', `${before} \${input:tone}`, 'tone'), `${after} \${input:tone}`, before);
    const json = (text: string): string => `[{"role": "user", "content": "${text}"}]`;
    assert.equal(put('a.json', json('\\n{{ tone }}{{ ¦'), 'tone'), json('\\n{{ tone }}{{ tone }}'));
  });

  it('are files where another one is included', () => {
    assert.deepEqual(offered('a.prompt', '{{>¦}}')?.labels, ['sign-off', 'mail/foot']);
    assert.equal(put('a.prompt', '{{>si¦', 'sign-off'), '{{>sign-off}}');
    assert.equal(put('a.prompt', '{{> mail/¦x}}', 'mail/foot'), '{{> mail/foot}}');
    assert.deepEqual(offered('a.hbs', '{{> ¦}}')?.labels, ['a', 'a.b.hbs']);
    assert.deepEqual(offered('a.mustache', '{{>¦}}')?.labels, ['n']);
    assert.deepEqual(offered('a.j2', "{% include '¦' %}")?.labels, [
      'a.hbs',
      'a.b.hbs',
      'n.mustache',
      'p/x.j2',
      'y.liquid',
    ]);
    assert.equal(put('a.j2', "{% include 'p¦", 'p/x.j2'), "{% include 'p/x.j2'");
    assert.equal(put('a.liquid', '{% render "y¦z" %}', 'y.liquid'), '{% render "y.liquid" %}');
  });

  it('is nothing where no name belongs', () => {
    for (const body of [
      ...[
        'text ¦',
        '{{ a }} ¦',
        '{{ a.¦ }}',
        '{{ a | ¦ }}',
        '{{ a | up¦ }}',
        '{{ "te¦xt" }}',
        '{{ 12¦ }}',
        '{# {{ ¦ #}',
      ],
      ...['{% ¦ %}', '{% i¦ %}', '{% for ¦ %}', '{% set ¦ = 1 %}', "{% if 'a¦' %}"],
    ])
      assert.equal(offered('a.prompty', prompty(body)), undefined, body);
    for (const text of ['{{! ¦ }}', '{{/¦}}', '{{a.¦}}', '{{@¦}}', '{{json "¦"}}', '{¦}'])
      assert.equal(offered('a.prompt', text), undefined, text);
    assert.equal(offered('a.prompty', '---\nname: {{¦\n---\n'), undefined);
    assert.equal(offered('a.prompt.yml', 'name: {{¦}}\nmessages: [{ role: user, content: "{{a}}" }]\n'), undefined);
    assert.equal(offered('a.json', '{{¦'), undefined);
  });

  it('never throws, whatever the file holds', () => {
    const piece = fc.constantFrom(...'{{,}},{%,%},{#,{{{,>,#,if ,include ,",\',|,.,name, ,\n,${input:,}'.split(','));
    fc.assert(
      fc.property(
        fc.constantFrom('a.prompty', 'a.prompt', 'a.j2', 'a.liquid', 'a.mustache', 'a.txt', 'a.prompt.md'),
        fc.array(piece, { maxLength: 15 }),
        fc.nat(60),
        (path, pieces, at) => {
          const text = pieces.join('');
          const spot = completionSpot(parsePrompt(path, text), Math.min(at, text.length));
          if (spot)
            assert.ok(0 <= spot.range.start && spot.range.start <= spot.range.end && spot.range.end <= text.length);
        },
      ),
    );
  });
});
