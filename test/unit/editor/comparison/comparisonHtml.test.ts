import assert from 'node:assert/strict';
import { comparisonHtml } from '../../../../src/editor/comparison/comparisonHtml.js';
import { compareDocuments } from '../../../../src/prompts/comparison/compareDocuments.js';
import { compareRendered } from '../../../../src/prompts/comparison/compareRendered.js';
import { estimateTokens } from '../../../../src/prompts/comparison/countTokens.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

const hostile = '</script><img src=x onerror=alert(1)>';
const text = (content: string, sample = 'Where?'): string =>
  `messages:\n  - role: system\n    content: ${JSON.stringify(content)}\n  - role: user\n    content: "{{question}}"\ntestData:\n  - question: ${JSON.stringify(sample)}\n`;

function page(before: string, after: string, includes = { before: {}, after: {} }): string {
  const [from, to] = [parsePrompt('a.prompt.yml', before), parsePrompt('a.prompt.yml', after)];
  return comparisonHtml({
    name: hostile,
    before: 'v1',
    after: 'v2',
    subject: hostile,
    comparison: compareDocuments(from, to, estimateTokens, includes),
    rendered: compareRendered(from, to, includes, estimateTokens),
  }).text;
}

describe('the page of a comparison', () => {
  it('begins with the class, and then tells everything', () => {
    const said = page(text('Be brief.'), text('Be brief. {{order}}'));
    assert.match(said, /^\s*<header class="class contract">\s*<h1>Contract · callers must now pass order<\/h1>/);
    assert.match(
      said,
      /<h2>Variables<\/h2>[\s\S]*callers must now pass order <span class="error">breaks callers<\/span>/,
    );
    assert.match(said, /Be brief\.<ins> \{\{order\}\}<\/ins>/);
    assert.match(said, /question: Where\? — <span class="quiet">1 of 2 messages differ/);
  });

  it('shows texts of prompts, inputs, files and commits as texts', () => {
    const said = page(text(hostile), text(`${hostile} now`, hostile), {
      before: { [hostile]: 'a' },
      after: { [hostile]: hostile },
    });
    assert.doesNotMatch(said, /<img|<\/script/);
    assert.match(said, /&lt;img src=x onerror=alert\(1\)&gt;<ins> now<\/ins>/);
  });

  it('says in words that nothing differs, and why a sample cannot be filled in', () => {
    assert.match(page(text('Same.'), text('Same.')), /<h1>No change<\/h1>[\s\S]*No message differs\./);
    const [from, to] = [parsePrompt('a.j2', 'Hello {{ name }}'), parsePrompt('a.j2', '{% if %}')];
    const sample = { inputs: { name: 'Ada' }, range: { start: 0, end: 0 } };
    const [change] = compareRendered({ ...from, tests: [sample] }, to, { before: {}, after: {} }, estimateTokens);
    assert.match(change?.problem ?? '', /cannot be filled in/);
  });
});
