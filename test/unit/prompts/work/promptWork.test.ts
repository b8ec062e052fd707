import assert from 'node:assert/strict';
import { HumanError } from '../../../../src/prompts/humanError.js';
import { promptWork, type PromptWork } from '../../../../src/prompts/work/promptWork.js';
import { sourceWork } from './sourceWork.js';

const hostile = new URL('./hostileWorker.mjs', import.meta.url);
const prompt = { path: 'a.txt', text: 'Hello {{name}}' };

function limited(milliseconds: number, megabytes: number): PromptWork {
  return promptWork(hostile, { milliseconds, megabytes });
}

describe('promptWork', () => {
  it('understands a prompt in a thread of its own', async () => {
    const document = await sourceWork.run('parse', prompt);
    assert.deepEqual(
      document.variables.map(({ name }) => name),
      ['name'],
    );
  });

  it('stops what takes too long, and goes on with the next job', async () => {
    const work = limited(500, 64);
    const job = work.run('parse', { ...prompt, text: 'loop' });
    const next = work.run('parse', prompt);
    await assert.rejects(job, (error) => error instanceof HumanError && error.message.includes('longer than 0.5 s'));
    assert.equal((await next).source, prompt.text);
    work.dispose();
  });

  it('stops what eats memory, and goes on with the next job', async () => {
    const work = limited(20_000, 32);
    const job = work.run('parse', { ...prompt, text: 'eat' });
    await assert.rejects(job, (error) => error instanceof HumanError && error.message.includes('32 MB of memory'));
    assert.equal((await work.run('parse', prompt)).source, prompt.text);
    work.dispose();
  });

  it('ends a job that is cancelled, and one that waits behind it', async () => {
    const work = limited(20_000, 64);
    const cancel = new AbortController();
    const jobs = ['loop', 'quiet'].map((text) => work.run('parse', { ...prompt, text }, cancel.signal));
    setTimeout(() => cancel.abort(), 100);
    const ended = await Promise.allSettled(jobs);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal((await work.run('parse', prompt)).source, prompt.text);
    work.dispose();
  });

  it('says what a defect was, and survives it', async () => {
    const work = limited(20_000, 64);
    await assert.rejects(work.run('parse', { ...prompt, text: 'throw' }), /a defect/);
    await assert.rejects(work.run('parse', { ...prompt, text: 'exit' }), /thread/);
    assert.equal((await work.run('parse', prompt)).source, prompt.text);
    work.dispose();
  });
});
