import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { foldsOf } from '../../../../src/prompts/language/folds.js';

/** Each fold as its first and last line. */
function folds(path: string, text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  return foldsOf(parsePrompt(path, text)).map(({ start, end }) => `${lines[start]} … ${lines[end]}`);
}

describe('what can be folded in a prompt', () => {
  it('is the frontmatter, and each message below its role', () => {
    const prompty = '\n---\nname: x\n---\nBefore.\nMore.\n\nsystem:\n\nBe kind.\n\nuser:\n{{ q }}\nThanks.\n\n';
    const expected = ['--- … ---', 'Before. … More.', 'system: … Be kind.', 'user: … Thanks.'];
    assert.deepEqual(folds('a.prompty', prompty), expected);
    assert.deepEqual(folds('a.prompty', prompty.replaceAll('\n', '\r\n')), expected);
    const dotprompt = '---\nmodel: x\n---\n{{role "system"}}\nBe kind.\n{{role "user"}}{{q}}\n';
    assert.deepEqual(folds('a.prompt', dotprompt), ['--- … ---', '{{role "system"}} … Be kind.']);
  });

  it('is also what is indented below a line, as everywhere', () => {
    const text = '---\ninput:\n  schema:\n    q: string\n\n  default: {}\nmodel: x\n---\nOne.\n- two\n  three\n';
    assert.deepEqual(folds('a.prompt', text), [
      '--- … ---',
      '  schema: …     q: string',
      'input: …   default: {}',
      '- two …   three',
    ]);
  });

  it('stays inside the file, whatever that holds', () => {
    const piece = fc.constantFrom('---\n', 'system:\n', '{{role "user"}}', '\n', '\r\n', '  ', 'a: 1\n', 'text');
    fc.assert(
      fc.property(
        fc.constantFrom('a.prompty', 'a.prompt', 'a.j2'),
        fc.array(piece, { maxLength: 20 }),
        (path, pieces) => {
          const text = pieces.join('');
          const count = text.split(/\r\n|\n/).length;
          for (const { start, end } of foldsOf(parsePrompt(path, text)))
            assert.ok(0 <= start && start < end && end < count);
        },
      ),
    );
  });
});
