import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitFrontmatter } from '../../../src/prompts/frontmatter.js';

function split(source: string): [header: string | undefined, body: string] {
  const { header, body } = splitFrontmatter(source);
  return [header && source.slice(header.start, header.end), source.slice(body.start, body.end)];
}

describe('splitFrontmatter', () => {
  it('splits at --- and at +++', () => {
    assert.deepEqual(split('---\na: 1\n---\nbody\n'), ['a: 1\n', 'body\n']);
    assert.deepEqual(split('+++\r\na: 1\r\n+++\r\nbody'), ['a: 1\r\n', 'body']);
    assert.deepEqual(split('---\na: +++\n+++\n---  \nbody'), ['a: +++\n+++\n', 'body']);
  });

  it('allows a BOM and white space before it', () => {
    assert.deepEqual(split('\uFEFF\n  \n---\na: 1\n---\nbody'), ['a: 1\n', 'body']);
  });

  it('reads empty headers and bodies', () => {
    assert.deepEqual(split('---\n---\nbody'), ['', 'body']);
    assert.deepEqual(split('---\na: 1\n---'), ['a: 1\n', '']);
    assert.deepEqual(split(''), [undefined, '']);
  });

  it('takes everything but a BOM as body where there is no header', () => {
    assert.deepEqual(split('\uFEFFbody\n---\nmore'), [undefined, 'body\n---\nmore']);
    assert.deepEqual(split('----\na\n---\n'), [undefined, '----\na\n---\n']);
  });

  it('says which fence nothing closes', () => {
    assert.deepEqual(splitFrontmatter(' \n---\na: 1\n--- no\n').unclosed, { start: 2, end: 5 });
    assert.deepEqual(splitFrontmatter('---').unclosed, { start: 0, end: 3 });
    assert.deepEqual(splitFrontmatter('+++\na\n---\n').unclosed, { start: 0, end: 3 });
  });

  it('loses no character between header and body but the fences', () => {
    const line = fc.constantFrom('---', '+++', 'a: 1', '', ' ', '--- x', '\uFEFF');
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const source = lines.join(end);
        const { header, body } = splitFrontmatter(source);
        assert.equal(body.end, source.length);
        if (header) {
          assert.match(source.slice(0, header.start), /^\s*(---|\+\+\+)\r?\n$/);
          assert.match(source.slice(header.end, body.start), /^(---|\+\+\+)(\r?\n)?$/);
        }
      }),
    );
  });
});
