import assert from 'node:assert/strict';
import { resultMessage } from '../../../../src/editor/testing/resultMessage.js';
import type { CaseResult } from '../../../../src/evaluation/caseResult.js';
import type { Assertion } from '../../../../src/evaluation/graders/assertion.js';
import { caseOf, resultOf } from '../../evaluation/evaluationFixture.js';

describe('the message of a failed case', () => {
  const late = caseOf('late');
  const equals = (value: Assertion['value']): Assertion => ({
    type: 'equals',
    weight: 1,
    options: {},
    ...(value !== undefined && { value }),
  });
  const failing = (text: string, assertion: Assertion, one = late): CaseResult => ({
    ...resultOf(one, 'failed'),
    samples: [
      { output: { text }, grades: [{ verdict: 'fail', score: 0, reason: 'The output is not it.', assertion }] },
    ],
  });

  it('says what the graders found, and shows the output', () => {
    assert.deepEqual(resultMessage(resultOf(late, 'failed', { text: 'No.' }), false), {
      text: 'contains: it failes\n\nNo.',
      actual: 'No.',
    });
  });

  it('says first that it is a regression', () => {
    const first = (result: CaseResult) => resultMessage(result, true).text.split('\n')[0];
    assert.equal(first(resultOf(late, 'failed')), 'Regression: the baseline passes it.');
    const critical = resultOf(caseOf('late', { critical: true }), 'failed');
    assert.equal(first(critical), 'Regression of a critical case: the baseline passes it.');
  });

  it('compares with what was accepted, else with what it had to be', () => {
    const { text, ...sides } = resultMessage(failing('No.', equals('Yes.')), false);
    assert.deepEqual([text, sides], ['equals: The output is not it.', { actual: 'No.', expected: 'Yes.' }]);
    const accepted = failing('No.', equals('Yes.'), caseOf('late', { expected: 'Surely.' }));
    assert.equal(resultMessage(accepted, false).expected, 'Surely.');
  });

  it('finds an equality in a set, and takes none that is turned around', () => {
    const set = failing('No.', equals(undefined));
    const inner = set.samples[0]!.grades[0]!;
    const inSet = (assertion: Assertion): CaseResult => ({
      ...set,
      samples: [{ output: { text: 'No.' }, grades: [{ ...inner, grades: [{ ...inner, assertion }] }] }],
    });
    assert.equal(resultMessage(inSet(equals('Yes.')), false).expected, 'Yes.');
    assert.equal(resultMessage(inSet({ ...equals('No.'), type: 'not-equals' }), false).expected, undefined);
  });

  it('lays JSON out on both sides', () => {
    const { actual, expected } = resultMessage(failing('{"a":1}', equals({ a: 2 })), false);
    assert.deepEqual([actual, expected], ['{\n  "a": 1\n}', '{\n  "a": 2\n}']);
    assert.equal(resultMessage(failing('no JSON', equals({ a: 2 })), false).actual, 'no JSON');
  });

  it('says why a prompt cannot be filled in, where there is no output', () => {
    const result: CaseResult = { ...resultOf(late, 'failed'), samples: [{ problem: 'No question.', grades: [] }] };
    assert.deepEqual(resultMessage(result, false), { text: 'No question.' });
  });

  it('shortens an output that nobody would read', () => {
    const { text, actual } = resultMessage(resultOf(late, 'failed', { text: 'a'.repeat(100_000) }), false);
    assert.ok(text.length < 5000);
    assert.equal(actual?.length, 100_000);
  });
});
