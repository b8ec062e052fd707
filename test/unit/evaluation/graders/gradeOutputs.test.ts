import assert from 'node:assert/strict';
import type { Assertion } from '../../../../src/evaluation/graders/assertion.js';
import { gradeOutputs } from '../../../../src/evaluation/graders/gradeOutputs.js';
import { graders } from '../../../../src/evaluation/graders/graders.js';
import { outcomeOf } from '../../../../src/evaluation/graders/outcome.js';
import { problemsOf } from '../../../../src/evaluation/graders/problemsOf.js';
import { assertion, graded, gradeOne } from './graded.js';

const words = (asserts: readonly Assertion[], text = 'a refund'): string[] =>
  gradeOutputs([{ graded: graded(text, { word: 'refund', words: ['a', 'b'] }), asserts }])[0]!.map(
    ({ verdict, reason }) => `${verdict}: ${reason}`,
  );

describe('grading outputs', () => {
  it('keeps tasks, assertions and sets in their order', () => {
    const tasks = [
      {
        graded: graded('one'),
        asserts: [
          assertion('contains', 'o'),
          assertion('assert-set', undefined, {
            asserts: [
              assertion('contains', 'x'),
              assertion('assert-set', undefined, { asserts: [assertion('contains', 'n')] }),
            ],
          }),
          assertion('contains', 'y'),
        ],
      },
      { graded: graded('two'), asserts: [] },
      { graded: graded('three'), asserts: [assertion('contains', 'th')] },
    ];
    const [first, second, third] = gradeOutputs(tasks);
    assert.deepEqual(
      first!.map(({ verdict, score }) => [verdict, score]),
      [
        ['pass', 1],
        ['fail', 0.5],
        ['fail', 0],
      ],
    );
    assert.deepEqual(
      first![1]!.grades!.map(({ verdict }) => verdict),
      ['fail', 'pass'],
    );
    assert.deepEqual(second, []);
    assert.equal(third![0]!.verdict, 'pass');
  });

  it('fills in the templates of texts, lists and metric names, and of nothing else', () => {
    assert.equal(gradeOne(graded('a refund', { w: 'refund' }), assertion('contains', '{{ w }}')).verdict, 'pass');
    const list = gradeOne(graded('a refund', { w: 'refund' }), assertion('contains-all', ['{{w}}', 'a']));
    assert.deepEqual(list.assertion.value, ['refund', 'a']);
    const metric = gradeOne(graded('a', { w: 'tone' }), assertion('contains', 'a', { metric: '{{w}}' }));
    assert.equal(metric.assertion.metric, 'tone');
    const schema = { const: '{{w}}' };
    assert.equal(gradeOne(graded('"{{w}}"', { w: 'x' }), assertion('is-json', schema)).verdict, 'pass');
    assert.equal(gradeOne(graded('{{w}}', { w: 'x' }), assertion('string', { equals: '{{w}}' })).verdict, 'pass');
  });

  it('fails what is written wrongly, and says which part', () => {
    assert.deepEqual(words([assertion('contains', '{% if %}'), assertion('not-regex', '(')]), [
      'fail: A template in it is broken: unexpected token: %}.',
      'fail: Invalid regular expression: /(/: Unterminated group.',
    ]);
  });

  it('says why it does not support what promptfoo does by code, files, models or servers', () => {
    assert.deepEqual(
      words([
        assertion('javascript', 'true'),
        assertion('not-similar', 'a'),
        assertion('contains', 'file://secret.txt'),
        assertion('contains-any', ['a', 'file://secret.txt']),
        assertion('equals', 'package:x:y'),
        assertion('contains', 'a', { options: { transform: 'output.trim()' } }),
        assertion('github/similarity'),
        assertion('contians', 'a'),
        assertion('word_count', 1),
        assertion('constructor'),
        assertion('assert-set', undefined, { asserts: [] }),
        assertion('assert-set'),
        assertion('llm-rubric', 'is polite'),
      ]),
      [
        'unsupported: `javascript` is not supported. It runs code, which a check here never does.',
        'unsupported: `similar` is not supported. It needs a model for embeddings, classes or moderation.',
        'unsupported: Its value stands in another file, which is not read.',
        'unsupported: Its value stands in another file, which is not read.',
        'unsupported: Its value stands in another file, which is not read.',
        'unsupported: Its `transform` runs code, which a check here never does.',
        'unsupported: `github/similarity` is not supported. It asked a judge of GitHub Models, which ended on 2026-07-30; `llm` can ask the same of another one.',
        'unsupported: There is no grader `contians`. Did you mean `contains`?',
        'unsupported: There is no grader `word_count`. Did you mean `word-count`?',
        'unsupported: There is no grader `constructor`.',
        'unsupported: Nothing in it counts.',
        'unsupported: Nothing in it counts.',
        'unsupported: It asks a model that judges; none was asked.',
      ],
    );
  });

  it('lists each grader once, under a name of promptfoo, GitHub or ours', () => {
    assert.ok([...graders].every(([name, grader]) => grader.name === name && grader.summary.endsWith('.')));
    assert.equal(graders.size, 29);
  });
});

describe('the outcome of a case', () => {
  const outcome = (asserts: readonly Assertion[], threshold?: number) =>
    outcomeOf(gradeOutputs([{ graded: graded('a b'), asserts }])[0]!, threshold);
  const yes = assertion('contains', 'a');
  const no = assertion('contains', 'x');
  const unknown = assertion('latency', undefined, { threshold: 1 });

  it('is a pass where everything passes, or the score reaches the threshold', () => {
    assert.deepEqual(outcome([yes, yes]), { verdict: 'pass', score: 1 });
    assert.deepEqual(outcome([yes, no]), { verdict: 'fail', score: 0.5 });
    assert.deepEqual(outcome([yes, no], 0.5), { verdict: 'pass', score: 0.5 });
    assert.deepEqual(outcome([{ ...yes, weight: 3 }, no], 0.75), { verdict: 'pass', score: 0.75 });
  });

  it('leaves out what has weight 0, and what is unsupported', () => {
    assert.deepEqual(outcome([yes, { ...no, weight: 0 }]), { verdict: 'pass', score: 1 });
    assert.deepEqual(outcome([yes, unknown]), { verdict: 'pass', score: 1 });
    assert.deepEqual(outcome([no, unknown], 0), { verdict: 'pass', score: 0 });
  });

  it('is never a pass where nothing that counts was checked', () => {
    assert.deepEqual(outcome([unknown]), { verdict: 'unsupported' });
    assert.deepEqual(outcome([unknown, { ...yes, weight: 0 }], 0), { verdict: 'unsupported' });
    assert.deepEqual(outcome([{ ...yes, weight: 0 }]), { verdict: 'no checks' });
    assert.deepEqual(outcome([], 0), { verdict: 'no checks' });
  });

  it('takes sets by the same rules, and `not-` turns them around', () => {
    const set = (type: string, asserts: readonly Assertion[], threshold?: number) =>
      assertion(type, undefined, { asserts, ...(threshold !== undefined && { threshold }) });
    assert.deepEqual(outcome([set('assert-set', [yes, no], 0.5)]), { verdict: 'pass', score: 0.5 });
    assert.deepEqual(outcome([set('not-assert-set', [yes, yes])]), { verdict: 'fail', score: 0 });
    assert.deepEqual(outcome([set('assert-set', [unknown]), yes]), { verdict: 'pass', score: 1 });
    assert.deepEqual(outcome([set('not-assert-set', [unknown])]), { verdict: 'unsupported' });
  });
});

describe('problems of assertions', () => {
  it('are known before there is an output', () => {
    const asserts = [
      assertion('contains', 'a'),
      assertion('contains', ''),
      assertion('contains', '{{later}}'),
      assertion('regex', '('),
      assertion('assert-set', undefined, { asserts: [assertion('not-is-json', 5), assertion('llm-rubric', 'kind')] }),
      assertion('latency', undefined, { threshold: 5 }),
      assertion('cost'),
      assertion('contians', 'a'),
    ];
    assert.deepEqual(
      problemsOf(asserts).map(({ severity, assertion: { type } }) => `${severity} ${type}`),
      ['error contains', 'error regex', 'error not-is-json', 'error cost', 'warning contians'],
    );
  });
});
