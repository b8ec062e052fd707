import assert from 'node:assert/strict';
import { statusWords } from '../../../../src/editor/status/statusWords.js';
import { handle, live, now, released } from '../seenFixture.js';

describe('the status bar', () => {
  it('says where the active prompt stands', () => {
    assert.equal(statusWords(handle(), live(), 'protect')?.text, 'support-reply: canary 5 %');
    assert.equal(statusWords(handle(), released(), 'protect', () => 'v12')?.text, 'support-reply: released v12');
  });

  it('warns only where a person is needed, and says what for', () => {
    assert.equal(statusWords(handle(), live(), 'protect')?.isNeeded, false);
    const held = live({ condition: { is: 'held', cause: 'deadline', detail: 'the deadline passed', since: now } });
    const words = statusWords(handle(), held, 'protect');
    assert.deepEqual([words?.isNeeded, words?.tooltip.includes('the deadline passed')], [true, true]);
  });

  it('is silent where there is nothing to say', () => {
    const { environment: _none, ...plain } = handle();
    assert.equal(statusWords(plain, released(), 'protect'), undefined);
    assert.equal(statusWords(handle(), undefined, 'protect'), undefined);
  });
});
