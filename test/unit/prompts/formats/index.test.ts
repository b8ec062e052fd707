import assert from 'node:assert/strict';
import { formatOf, formats, parsePrompt } from '../../../../src/prompts/formats/index.js';

describe('formatOf', () => {
  it('goes by the ending, whatever its case', () => {
    const ids = ['a.prompt.yml', 'a.PROMPT.YAML', 'a.prompty', 'a.md', 'a.j2', 'a.unknown'].map(
      (path) => formatOf(path).id,
    );
    assert.deepEqual(ids, ['prompt-yml', 'prompt-yml', 'prompty', 'plain', 'plain', 'plain']);
  });

  it('has suffixes that are claimed once, longest first', () => {
    const all = formats.flatMap(({ suffixes }) => suffixes);
    assert.equal(new Set(all).size, all.length);
    for (const { suffixes } of formats) {
      const lengths = suffixes.map(({ length }) => length);
      assert.deepEqual(
        lengths,
        lengths.toSorted((a, b) => b - a),
      );
    }
  });
});

describe('parsePrompt', () => {
  it('does not look into a text that is too long', () => {
    for (const path of ['a.prompt.yml', 'a.prompty', 'a.md']) {
      const source = 'x'.repeat(2_000_001);
      const { parts, diagnostics } = parsePrompt(path, source);
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['too-large'],
      );
      assert.equal(parts[0]?.text.length, source.length);
    }
  });

  for (const path of ['a.prompt.yml', 'a.prompty', 'a.j2', 'a.hbs', 'a.md', 'a.txt']) {
    it(`stays quick on long and hostile texts: ${path}`, () => {
      const pieces = [
        '{{',
        '{% if',
        '${file:',
        'sk-',
        'user:\n',
        '\t \t',
        '---\n',
        'user ',
        '- {{a}}\n',
        '[',
        '"\\',
        '\n',
      ];
      for (const piece of [...pieces, 'user[', '#', '{% if a %}{% endif %}\nuser:\n']) {
        const text = piece.repeat(30_000 / piece.length);
        const started = performance.now();
        parsePrompt(path, `---\nx: ${text}\n---\n${text}`);
        parsePrompt(path, text);
        assert.ok(performance.now() - started < 1_500, piece);
      }
    }).timeout(20_000);
  }
});
