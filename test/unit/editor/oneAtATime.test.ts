import assert from 'node:assert/strict';
import { OneAtATime } from '../../../src/editor/oneAtATime.js';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('one at a time', () => {
  it('runs work under one key in order, and under another key meanwhile', async () => {
    const turns = new OneAtATime();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await soon();
      seen.push(`${name} ends`);
    };
    await Promise.all([turns.run('a', work('a1')), turns.run('a', work('a2')), turns.run('b', work('b'))]);
    assert.equal(seen.length, 6);
    assert.ok(seen.indexOf('a2 begins') > seen.indexOf('a1 ends'));
    assert.ok(seen.indexOf('b begins') < seen.indexOf('a1 ends'));
  });

  it('goes on after a failure, which only its own caller sees', async () => {
    const turns = new OneAtATime();
    const failing = turns.run('a', () => Promise.reject(new Error('no')));
    const next = turns.run('a', () => Promise.resolve('yes'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'yes');
  });
});
