import { parentPort } from 'node:worker_threads';
import type { Assertion } from '../../../src/evaluation/graders/assertion.js';
import { gradeOutputs, type GradingTask } from '../../../src/evaluation/graders/gradeOutputs.js';

const assertion = (type: string, value: Assertion['value']): Assertion => ({
  type,
  ...(value !== undefined && { value }),
  weight: 1,
  options: {},
});
const task = (text: string, asserts: readonly Assertion[]): GradingTask => ({
  graded: { output: { text }, vars: {}, tools: [] },
  asserts,
});

const schema = {
  type: 'object',
  required: ['answer', 'policy'],
  properties: { answer: { type: 'string' }, policy: { type: 'string', pattern: '^P\\d+$' }, days: { type: 'integer' } },
};
const answer = 'Your parcel is late, we are sorry. Our refund policy applies, and your money is back in 14 days. ';

/** An output of 600 characters in each of 10,000 cases. */
const four = Array.from({ length: 10_000 }, (_, at) =>
  task(JSON.stringify({ answer: `${at}: ${answer.repeat(6)}`, policy: `P${at}`, days: 14 }), [
    assertion('contains', 'refund policy'),
    assertion('regex', '\\d+ days'),
    assertion('is-json', schema),
    assertion('word-count', { max: 200 }),
  ]),
);

/** Each catastrophic pattern is another one, so that none is given up for what another did. */
const hostile = Array.from({ length: 10_000 }, (_, at) =>
  at % 1000 === 999
    ? task(`${'a'.repeat(40)}!`, [assertion('regex', `(a+)+$|${at}`)])
    : task(answer, [assertion('regex', '\\d+ days')]),
);

parentPort?.on('message', (what: 'four' | 'hostile') => {
  const began = performance.now();
  const grades = gradeOutputs({ four, hostile }[what]).flat();
  const milliseconds = performance.now() - began;
  const others = grades.filter(({ verdict }) => verdict !== 'pass').length;
  parentPort?.postMessage({ milliseconds, others, megabytes: process.memoryUsage().heapUsed / 2 ** 20 });
});
