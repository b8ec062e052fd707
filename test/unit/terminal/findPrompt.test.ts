import assert from 'node:assert/strict';
import { matchPrompt } from '../../../src/terminal/findPrompt.js';

describe('the prompt that is meant', () => {
  const prompt = (path: string, id = path.replace(/\.\w+$/, ''), name = id) => ({ path, id, name });
  const prompts = [
    prompt('ai/mail/answer.md'),
    prompt('ai/chat/answer.md'),
    prompt('ai/greeting.md'),
    prompt('ai/greeting.txt'),
    prompt('answer.md'),
  ];
  const meant = (text: string | undefined, path?: string): string => matchPrompt(prompts, text, path).path;

  it('is named by its path, also as seen from a folder', () => {
    assert.equal(meant('ai/mail/answer.md'), 'ai/mail/answer.md');
    assert.equal(meant('answer.md', 'ai/chat/answer.md'), 'ai/chat/answer.md');
    assert.equal(meant('../greeting.txt', 'ai/greeting.txt'), 'ai/greeting.txt');
  });

  it('is named by its identity, or an end of it', () => {
    assert.equal(meant('ai/chat/answer'), 'ai/chat/answer.md');
    assert.equal(meant('mail/answer'), 'ai/mail/answer.md');
    assert.equal(meant('greeting.txt'), 'ai/greeting.txt');
    assert.equal(meant('answer'), 'answer.md', 'a whole identity comes before an end');
  });

  it('has to be clear', () => {
    assert.throws(() => meant('greeting'), {
      trouble: 'input',
      message: /"greeting" can be 2 prompts.*\n {2}ai\/greeting\.md\n {2}ai\/greeting\.txt$/,
    });
    assert.throws(() => meant('reeting.md'), /There is no prompt/);
    assert.throws(() => meant('grating'), { message: /There is no prompt "grating"/ });
    assert.throws(() => meant('ai/greetin'), { message: /Did you mean "ai\/greeting"\?/ });
    assert.throws(() => meant(undefined), { message: /Which prompt\? There are 5/ });
    assert.throws(() => matchPrompt([], 'x'), { message: /no prompts here/ });
  });

  it('need not be named where there is only one', () => {
    assert.equal(matchPrompt(prompts.slice(0, 1), undefined).path, 'ai/mail/answer.md');
  });
});
