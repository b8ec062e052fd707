import assert from 'node:assert/strict';
import { promptId, shortNames } from '../../../src/prompts/promptId.js';

describe('promptId', () => {
  it('drops the longest suffix of the format', () => {
    assert.equal(promptId('prompts/support-reply.prompt.yml', ['.prompt.yml', '.yml']), 'prompts/support-reply');
    assert.equal(promptId('prompts/Reply.PROMPTY', ['.prompty']), 'prompts/Reply');
  });

  it('keeps a name that is nothing but the suffix, and other endings', () => {
    assert.equal(promptId('.prompty', ['.prompty']), '.prompty');
    assert.equal(promptId('a.rst', ['.md']), 'a.rst');
  });
});

describe('shortNames', () => {
  it('gives the shortest end that no other prompt shares', () => {
    const names = shortNames(['bot/reply', 'mail/reply', 'bot/greeting']);
    assert.deepEqual(
      [...names],
      [
        ['bot/reply', 'bot/reply'],
        ['mail/reply', 'mail/reply'],
        ['bot/greeting', 'greeting'],
      ],
    );
  });

  it('falls back to the whole where one identity ends another', () => {
    assert.equal(shortNames(['reply', 'bot/reply']).get('reply'), 'reply');
    assert.equal(shortNames(['reply', 'bot/reply']).get('bot/reply'), 'bot/reply');
  });
});
