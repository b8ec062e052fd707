import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTokens } from '../../../src/workspace/tokens.js';

describe('the tokens of the terminal', () => {
  it('are found by origin, and by nothing near it', async () => {
    const token = parseTokens(
      '{"https://api.example.org": "one", "HTTP://LOCALHOST:8080/": "two", "https://other.org:443": "three"}',
    );
    assert.deepEqual(
      await Promise.all(['https://api.example.org', 'http://localhost:8080', 'https://other.org'].map(token)),
      ['one', 'two', 'three'],
    );
    for (const origin of [
      'http://api.example.org',
      'https://api.example.org:8443',
      'https://example.org',
      'https://api.example.org.evil.org',
      'constructor',
    ])
      assert.equal(await token(origin), undefined, origin);
  });

  it('may be none', async () => {
    for (const text of [undefined, '', ' ', '{}'])
      assert.equal(await parseTokens(text)('https://api.example.org'), undefined);
  });

  it('are refused without a word of them', () => {
    const refused: readonly (readonly [text: string, message: RegExp])[] = [
      ['{"https://a.org": "hunter2"', /^PROMPT_ROLLOUT_TOKENS cannot be read\. It is a JSON object/],
      ['"hunter2"', /cannot be read/],
      ['["hunter2"]', /cannot be read/],
      ['{"https://a.org": "x", "hunter2": "https://a.org"}', /has no origin in its entry 2\./],
      ['{"https://hunter2@a.org": "x"}', /has no origin in its entry 1/],
      ['{"https://a.org/v1?key=hunter2": "x"}', /has no origin in its entry 1/],
      ['{"ftp://a.org": "hunter2"}', /has no origin in its entry 1/],
      ['{"https://a.org": {"token": "hunter2"}}', /has no token that can be sent in its entry 1/],
      ['{"https://a.org": "hunter2\\r\\nX-Other: 1"}', /has no token that can be sent in its entry 1/],
      ['{"https://a.org": ""}', /has no token that can be sent in its entry 1/],
    ];
    for (const [text, message] of refused) {
      assert.throws(
        () => parseTokens(text),
        (error: Error) => {
          assert.match(error.message, message);
          assert.ok(!error.message.includes('hunter2'));
          return error.name === 'HumanError';
        },
      );
    }
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          parseTokens(text);
        } catch (error) {
          assert.equal((error as Error).name, 'HumanError');
        }
      }),
    );
  });
});
