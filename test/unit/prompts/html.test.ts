import assert from 'node:assert/strict';
import fc from 'fast-check';
import { html } from '../../../src/prompts/html.js';

describe('html', () => {
  it('escapes every text, between tags and in attributes', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
    assert.equal(html`<p title="${hostile}">${hostile}</p>`.text, `<p title="${escaped}">${escaped}</p>`);
  });

  it('takes pieces as they are, lists one after the other, and leaves out what is not there', () => {
    const piece = html`<b>${1}</b>`;
    assert.equal(html`${piece}|${[piece, piece]}|${undefined}|${false}|${0}`.text, '<b>1</b>|<b>1</b><b>1</b>|||0');
  });

  it('lets no text begin a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(html`${text}`.text, /[<>"']/);
      }),
    );
  });
});
