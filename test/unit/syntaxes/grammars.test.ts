import assert from 'node:assert/strict';
import { colour, hasEmbedded } from './tokenise.js';

const [variable, property, keyword] = [/variable\.other\.readwrite/, /variable\.other\.property/, /keyword\.control/];
const [comment, filter, literal] = [/comment\.block/, /support\.function/, /string\.quoted/];
const tag = /meta\.template\.expression/;
const [yaml, bold, heading] = [/frontmatter.*\.yaml/, /markup\.bold/, /markup\.heading/];

describe('the grammars of prompts', () => {
  it('Dotprompt: roles, history, partials, blocks, helpers and comments', async () => {
    const { at } = await colour(
      'dotprompt',
      `{{role "system"}}
{{! a note }}Be {{tone}} with {{user.name}}.
{{>greet name=question}} {{#if urgent}}now{{else}}later{{/if}}
{{#each rows as |row|}}{{@index}} {{json row.cells}}{{/each}}
{{history}}`,
    );
    assert.match(at('role'), keyword);
    assert.match(at('"system"'), heading);
    assert.match(at('note'), comment);
    assert.doesNotMatch(at('Be'), tag);
    assert.match(at('tone'), variable);
    assert.match(at('user'), variable);
    assert.match(at('name', 'user'), property);
    assert.match(at('greet'), /entity\.name\.function\.partial/);
    assert.match(at('name', 'greet'), /variable\.parameter/);
    assert.match(at('question'), variable);
    assert.match(at('if'), keyword);
    assert.match(at('urgent'), variable);
    assert.match(at('else'), keyword);
    assert.doesNotMatch(at('later'), tag);
    assert.match(at('/if'), keyword);
    assert.match(at('row', '|'), /variable\.parameter/);
    assert.match(at('@index'), /variable\.language/);
    assert.match(at('json'), filter);
    assert.match(at('history'), keyword);
  });

  it('Mustache: sections, partials, unescaped values and comments', async () => {
    const { at } = await colour('mustache', '{{#rows}}{{{raw}}} {{&plain}}{{/rows}} {{> note}} {{! said }} text');
    assert.match(at('#'), keyword);
    for (const name of ['rows', 'raw', 'plain']) assert.match(at(name), variable);
    assert.match(at('note'), /partial/);
    assert.match(at('said'), comment);
    assert.doesNotMatch(at('text'), /template/);
  });

  it('Jinja: expressions, statements, filters, tests and comments', async () => {
    const { at } = await colour(
      'jinja',
      `{% for item in rows if item.ok is defined and not last %}{{ item.name | join(", ") }}{% endfor %}
{%- set tone = "warm" -%}{# a note with {{ code }} #}
{% include 'part.j2' %} {{ loop.index }} {{ 'it\\'s {{' ~ f(key=none) }}`,
    );
    for (const word of ['for', 'in', 'if', 'and not', 'not', 'endfor', 'set', 'include'])
      assert.match(at(word), keyword);
    assert.match(at('item'), variable);
    assert.match(at('rows'), variable);
    assert.match(at('ok'), property);
    assert.match(at('defined'), filter);
    assert.match(at('join'), filter);
    assert.match(at('", "'), literal);
    assert.match(at('code'), comment);
    assert.match(at("'part.j2'"), literal);
    assert.match(at('loop'), /variable\.language/);
    assert.match(at('{{', "it\\'s"), literal);
    assert.match(at('key'), /variable\.parameter/);
    assert.match(at('none'), /constant\.language/);
  });

  it('Liquid: expressions, statements, filters and comments', async () => {
    const { at } = await colour(
      'liquid',
      `{% assign sign-off = author.name | default: "us", allow_false: true %}{{ sign-off }}
{% comment %} a {{ note }} {% endcomment %}{% # and another %}
{% if tags contains 'vip' %}{% render 'card', customer: buyer %}{% endif %}`,
    );
    for (const word of ['assign', 'if', 'contains', 'render', 'endif']) assert.match(at(word), keyword);
    assert.match(at('sign-off'), variable);
    assert.match(at('name'), property);
    assert.match(at('default'), filter);
    assert.match(at('allow_false'), /variable\.parameter/);
    assert.match(at('note'), comment);
    assert.match(at('another'), comment);
    assert.match(at("'vip'"), literal);
    assert.match(at('buyer'), variable);
  });

  it('leave what is verbatim in peace', async () => {
    for (const language of ['jinja', 'liquid', 'prompty']) {
      const { at } = await colour(
        language,
        'a {% raw %}{{ x }}{% endraw %}\n{% raw %}\n{{ y }}\n\n{% endraw %}\n{{ z }}',
      );
      for (const name of ['x', 'y']) assert.doesNotMatch(at(name), variable, language);
      assert.match(at('z'), variable, language);
    }
  });

  it('follow a tag over lines where it begins one', async () => {
    const { at } = await colour(
      'dotprompt',
      'text\n  {{media\n  url=photo\n}} after {{b}}\n{{!--\nnote\n\nmore {{c}}\n--}}\nend',
    );
    assert.match(at('url'), /variable\.parameter/);
    assert.match(at('photo'), variable);
    assert.doesNotMatch(at('after'), tag);
    assert.match(at('b'), variable);
    assert.match(at('more'), comment);
    assert.match(at('c', 'more'), comment);
    assert.doesNotMatch(at('end'), comment);
    const jinja = await colour('jinja', '{% set x = [\n  one, "two"\n] %}\n{#\nnote\n\nmore\n#}\nend');
    assert.match(jinja.at('one'), variable);
    assert.match(jinja.at('more'), comment);
    assert.doesNotMatch(jinja.at('end'), comment);
  });

  for (const [language, unclosed] of [
    ['dotprompt', '{{name'],
    ['dotprompt', '{{#if a'],
    ['mustache', '{{> part'],
    ['jinja', '{{ name'],
    ['jinja', '{% if a'],
    ['liquid', '{{ name'],
    ['liquid', '{% if a'],
    ['prompty', '{{ name'],
    ['prompty', '{% if a'],
  ] as const) {
    it(`${language}: \`${unclosed}\` that nothing closes colours at most its paragraph`, async () => {
      for (const before of ['', 'In a sentence ', '- ', '# ']) {
        const { at } = await colour(language, `${before}${unclosed}\n\nprose {{b}} rest`);
        assert.doesNotMatch(at('prose'), /template/);
        assert.match(at('b', 'prose'), variable);
        assert.doesNotMatch(at('rest'), /template/);
      }
    });
  }
});

describe('the grammars of prompts, with YAML and Markdown', () => {
  if (!hasEmbedded) return it.skip('skipped: VS Code, which has their grammars, is not in .local/vscode-host');
  const languages = ['dotprompt', 'prompty', 'jinja', 'mustache', 'liquid'];

  it('read frontmatter as YAML and the body as Markdown', async () => {
    for (const language of languages) {
      const text =
        '---\nmodel: gpt-4 # a note\nlist:\n- one\n\n---\n# Title of {{ it }}\nIt is **very {{ tone }}**.\n- {{ point }}: *x*';
      const { at } = await colour(language, text);
      assert.match(at('model'), /entity\.name\.tag\.yaml/, language);
      assert.match(at('a note'), /comment\.line\.number-sign\.yaml/, language);
      assert.match(at('one'), yaml, language);
      assert.match(at('---', 'one'), /punctuation\.definition\.end\.frontmatter/, language);
      assert.match(at('Title'), heading, language);
      assert.match(at('very'), bold, language);
      for (const name of ['it', 'tone', 'point']) assert.match(at(name, '# Title'), variable, language);
      assert.match(at('x', 'point'), /markup\.italic/, language);
    }
  });

  it('read a line that begins with a tag as Markdown behind it', async () => {
    for (const language of languages) {
      const { at } = await colour(language, '{{ name }}, be **brave**');
      assert.match(at('name'), variable, language);
      assert.match(at('brave'), bold, language);
    }
  });

  it('find tags in fenced code and in HTML', async () => {
    const { at } = await colour('jinja', '```json\n{ "key": {{ one }} }\n```\n<p class="{{ two }}">{{ three }}</p>\n');
    for (const name of ['one', 'two', 'three']) assert.match(at(name), variable);
    assert.match(at('key'), /json/);
  });

  it('end frontmatter that nothing closes where the prose begins', async () => {
    for (const language of languages) {
      const { at } = await colour(
        language,
        '---\nmodel: gpt-4\noptions:\n  top_p: 1\n\nYou are **kind** to {{ name }}.\nkey: no',
      );
      assert.match(at('top_p'), yaml, language);
      assert.match(at('kind'), bold, language);
      assert.match(at('name'), variable, language);
      assert.doesNotMatch(at('key'), yaml, language);
    }
    const { at } = await colour('prompty', '---\nname: x\nsystem:\nYou are {{ name }}.');
    assert.match(at('system'), heading);
    assert.match(at('name', 'You'), variable);
  });

  it('take a rule at the beginning for a rule', async () => {
    for (const language of languages) {
      const { at } = await colour(language, '---\nProse, not **YAML**.\n---\nmore: prose');
      assert.match(at('YAML'), bold, language);
      assert.doesNotMatch(at('more'), yaml, language);
    }
  });

  it('Prompty: role lines, Jinja and the sections of Mustache', async () => {
    const { at } = await colour(
      'prompty',
      `system:
Be {{ tone | upper }}. Not a user: this line.
# user[name="Ada", id=7]:
{{#rows}}{{name}}{{/rows}} {{! noted }} {# hidden #}
assistant:`,
    );
    for (const role of ['system', 'user[', 'assistant']) assert.match(at(role), heading);
    assert.doesNotMatch(at('user: this'), heading);
    assert.match(at('name'), /attribute-name/);
    assert.match(at('"Ada"'), literal);
    assert.match(at('7'), /constant\.numeric/);
    assert.match(at('tone'), variable);
    assert.match(at('upper'), filter);
    assert.match(at('#rows'), keyword);
    assert.match(at('name', '#rows'), variable);
    assert.match(at('noted'), comment);
    assert.match(at('hidden'), comment);
  });

  it('end what stands open at the next tag of its kind, and in Prompty at the next message', async () => {
    const jinja = await colour('jinja', '{% if a\nnext {{ b }} rest');
    assert.match(jinja.at('b', 'next'), variable);
    assert.doesNotMatch(jinja.at('rest'), /template/);
    for (const open of ['{# note', '{{! note', '{% raw %}', '{{ name', '```json', '<!-- note']) {
      const { at } = await colour('prompty', `system:\n${open}\nuser:\nprose {{ b }}`);
      assert.match(at('user'), heading, open);
      assert.doesNotMatch(at('prose'), /template|comment|fenced_code/, open);
      assert.match(at('b', 'prose'), variable, open);
    }
  });

  it('Prompty: frontmatter after blank lines or between `+++`, with references in it', async () => {
    for (const fence of ['---', '+++']) {
      const { at } = await colour('prompty', `\n\n${fence}\nmodel: \${env:MODEL:gpt-4}\n${fence}\nsystem:\nkey: prose`);
      assert.match(at('model'), yaml);
      assert.match(at('env'), keyword);
      assert.match(at('MODEL'), variable);
      assert.match(at('system'), heading);
      assert.doesNotMatch(at('key'), yaml);
    }
    const dotprompt = await colour('dotprompt', '\n---\nmodel: x\n---\n');
    assert.doesNotMatch(dotprompt.at('model'), yaml);
  });

  it("VS Code's own prompts have their inputs coloured, and nothing else", async () => {
    const { at } = await colour(
      'prompt',
      '---\nmode: ${input:no}\n---\n**Write ${input:topic:what about}** for ${file}.',
    );
    assert.match(at('topic'), variable);
    assert.match(at('what about'), /string\.unquoted/);
    assert.match(at('Write'), bold);
    assert.doesNotMatch(at('no'), variable);
    assert.doesNotMatch(at('file'), /template/);
  });
});
