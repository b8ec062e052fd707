import assert from 'node:assert/strict';
import { HumanError } from '../../../../src/prompts/humanError.js';
import { promptWork, type PromptWork } from '../../../../src/prompts/work/promptWork.js';
import { sourceWork } from './sourceWork.js';

const hostile = new URL('./hostileWorker.mjs', import.meta.url);
const prompt = { path: 'a.txt', text: 'Hello {{name}}' };

interface TellingJobs {
  count: {
    readonly takes: { readonly text: string };
    readonly tells: number;
    readonly gives: { readonly source: string };
  };
}

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

  it('does in a thread apart, with limits of its own, what others need not wait for', async () => {
    const work = limited(20_000, 64);
    const apart = work.apart({ milliseconds: 300, megabytes: 64 });
    const long = apart.run('parse', { ...prompt, text: 'loop' });
    assert.equal((await work.run('parse', prompt)).source, prompt.text);
    await assert.rejects(long, /longer than 0.3 s/);
    apart.dispose();
    work.dispose();
  });

  it('stops what takes too long, and goes on with the next job', async () => {
    const work = limited(500, 64);
    const job = work.run('parse', { ...prompt, text: 'loop' });
    const next = work.run('parse', prompt);
    await assert.rejects(job, (error) => error instanceof HumanError && error.message.includes('longer than 0.5 s'));
    assert.equal((await next).source, prompt.text);
    work.dispose();
  });

  it('passes on what a job tells, and waits for as long as it tells something', async () => {
    const work = promptWork<TellingJobs>(hostile, { milliseconds: 500, megabytes: 64 });
    const told: number[] = [];
    const given = await work.run('count', { text: 'tell' }, undefined, (some) => told.push(some));
    assert.deepEqual([told, given], [[1, 2, 3, 4, 5], { source: 'tell' }]);
    work.dispose();
  });

  it('passes on for people what a job refuses, and what is a defect as one', async () => {
    const work = limited(20_000, 64);
    const refusing = work.run('parse', { ...prompt, text: 'refuse' });
    await assert.rejects(refusing, { name: 'HumanError', trouble: 'refused', message: 'Not this one.' });
    await assert.rejects(work.run('parse', { ...prompt, text: 'throw' }), { name: 'Error', message: 'a defect' });
    work.dispose();
  });

  it('does not count how long a thread takes to start', async () => {
    const work = promptWork(new URL('./slowWorker.mjs', import.meta.url), { milliseconds: 1000, megabytes: 64 });
    assert.equal((await work.run('parse', prompt)).source, prompt.text);
    await assert.rejects(work.run('parse', { ...prompt, text: 'loop' }), /longer than 1 s/);
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
