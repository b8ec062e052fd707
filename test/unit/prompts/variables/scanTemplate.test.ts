import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TemplateEngine } from '../../../../src/prompts/promptDocument.js';
import { scanTemplate } from '../../../../src/prompts/variables/scanTemplate.js';

const engines: TemplateEngine[] = ['github-models', 'jinja', 'mustache', 'handlebars', 'liquid', 'none'];

/** The names that a template uses, cut out of the text at the places given. */
function names(engine: TemplateEngine, text: string): string[] {
  const { uses } = scanTemplate(engine, text, 5);
  for (const { name, range } of uses) assert.equal(text.slice(range.start - 5, range.end - 5), name);
  return uses.map(({ name, inSection }) => (inSection ? `(${name})` : name));
}

function check(engine: TemplateEngine, cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${engine}: ${text}`, () => assert.deepEqual(names(engine, text), expected));
  }
}

describe('scanTemplate', () => {
  check('github-models', {
    'Compare {{a}} and {{b}}, {{a}}': ['a', 'b', 'a'],
    '{{ a }} {{a b}} {a} {{}} {{a': [],
    '{{{a}}} {{user.name}}': ['a', 'user.name'],
  });
  check('jinja', {
    '{{ x }} {{y}} {{- z -}}': ['x', 'y', 'z'],
    '{{ user.name.first }} {{ rows[key] }}': ['user', 'rows', 'key'],
    '{{ name | default("stranger {{ no }}") | upper }}': ['name'],
    '{{ items | join(sep) }} {{ range(n) }} {{ f(a, key=b) }}': ['items', 'sep', 'n', 'a', 'b'],
    '{{ "text" ~ 3 ~ true ~ none }}': [],
    '{{ a - b }} {{ a-b }}': ['a', 'b', 'a', 'b'],
    '{% if x is defined and not y is not none %}{% elif z == 1 %}{% else %}{% endif %}': ['x', 'y', 'z'],
    '{% for a in xs %}{{ a }} {{ loop.index }} {{ b }}{% endfor %}{{ a }}': ['xs', 'b', 'a'],
    '{%- for k, v in table.items() if v.ok -%}{{ k }}{{ v }}{%- endfor -%}': ['table'],
    '{% for a in xs %}{% for b in a %}{{ b }}{% endfor %}{{ a }}{{ b }}{% endfor %}': ['xs', 'b'],
    '{% set total = price * 2 %}{{ total }}': ['price'],
    '{% set note %}{{ x }}{% endset %}{{ note }}': ['x'],
    '{% macro row(cell) %}{{ cell }}{% endmacro %}{{ row(value) }}': ['value'],
    '{% with a = b %}{{ a }}{% endwith %}{{ a }}': ['b', 'a'],
    '{# {{ no }} #}{% raw %}{{ no }} {{ {% endraw %}{{ yes }}': ['yes'],
    '{{ context }} {{ x.in }} {{ straße }}': ['context', 'x', 'straße'],
    '{% include "rules.j2" ignore missing %}{% import "m.j2" as m %}{{ m.x }}': [],
    'unclosed {{ x and {% if y': [],
  });
  check('mustache', {
    'Hello {{name}}, {{ age }} {{{raw}}} {{&also}} {{! no }}': ['name', 'age', 'raw', 'also'],
    '{{person.name}} {{> partial}} {{.}}': ['person'],
    '{{#items}}{{title}}{{/items}}{{^none}}{{x}}{{/none}}': ['items', '(title)', 'none', 'x'],
    '{{ these are words }} {{my-name}}': ['my-name'],
  });
  check('handlebars', {
    '{{name}} {{upper name}} {{join list sep=comma}} {{#if (eq a "x")}}{{b}}{{else if c}}{{/if}}': [
      ...['name', 'name', 'list', 'comma', 'a', 'b', 'c'],
    ],
    '{{#each rows as |row index|}}{{row.x}} {{index}} {{this}} {{@key}} {{../tone}}{{/each}}{{row}}': [
      ...['rows', '(tone)', 'row'],
    ],
    '{{#unless done}}{{next}}{{/unless}} {{!-- {{no}} --}} {{>part}}': ['done', 'next'],
    '{{~name~}} {{#role "system"}}{{rules}}{{/role}}': ['name', '(rules)'],
  });
  check('liquid', {
    '{{ user.name | append: suffix, "x" }}': ['user', 'suffix'],
    '{% for a in (1..n) limit:3 %}{{ a }}{{ forloop.index }}{{ b }}{% endfor %}': ['n', 'b'],
    '{% assign x = y | upcase %}{{ x }}{% capture z %}{{ w }}{% endcapture %}{{ z }}': ['y', 'w'],
    '{% case tier %}{% when "pro" %}{{ my-name }}{% endcase %}': ['tier', 'my-name'],
    '{% raw %}{{ no }}{% endraw %}{%- comment -%}{{ no }}{%- endcomment -%}{% unless a %}{% elsif b %}{% endunless %}':
      [...['a', 'b']],
    "{% render 'row', cell: value %}": ['value'],
  });

  it('finds the files that a template includes', () => {
    const text = '{% include "a/b.j2" %}{% from \'m.j2\' import x %}';
    const { references } = scanTemplate('jinja', text, 0);
    assert.deepEqual(
      references.map(({ value }) => value),
      ['a/b.j2', 'm.j2'],
    );
    for (const { value, range } of references) assert.equal(text.slice(range.start, range.end), value);
  });

  it('finds the outermost conditions and loops', () => {
    const text = 'a{% if x %}b{% for y in z %}{% endfor %}{% endif %}c{% for q in r %}d';
    assert.deepEqual(
      scanTemplate('jinja', text, 0).blocks.map(({ start, end }) => text.slice(start, end)),
      ['{% if x %}b{% for y in z %}{% endfor %}{% endif %}', '{% for q in r %}d'],
    );
  });

  for (const engine of engines) {
    it(`${engine}: never throws and cuts names out of any text`, () => {
      const piece = fc.constantFrom(
        ...[
          '{{',
          '}}',
          '{%',
          '%}',
          '{#',
          '#}',
          '{{{',
          '}}}',
          '{{!--',
          '--}}',
          ' ',
          '-',
          '~',
          '#',
          '/',
          '^',
          '|',
          '.',
          '(',
        ],
        ...[
          ')',
          '"',
          "'",
          '\\',
          '=',
          ',',
          ':',
          '\n',
          'a',
          'b',
          'if',
          'for',
          'in',
          'endif',
          'endfor',
          'set',
          'raw',
          'endraw',
        ],
        ...['with', 'macro', 'include', 'else', 'assign', 'comment', '../', '@', '1', '\uD800', 'ü'],
      );
      const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
      fc.assert(
        fc.property(text, (any) => void names(engine, any)),
        { numRuns: 2_000 },
      );
    });

    it(`${engine}: takes time in proportion to the text`, () => {
      const bombs = [
        '{{',
        '{{ ',
        '{%',
        '{% raw %}',
        '{{ "\\"',
        '{% for a in b %}',
        '{{#a}}',
        "{{ '",
        '{{ a ',
        '{# ',
        '{{!--',
        '{{a ',
      ];
      for (const bomb of bombs) {
        const started = performance.now();
        scanTemplate(engine, bomb.repeat(60_000 / bomb.length), 0);
        scanTemplate(engine, `{{${bomb.slice(2).repeat(60_000 / bomb.length)}}}`, 0);
        assert.ok(performance.now() - started < 1_500, bomb);
      }
    });
  }
});
