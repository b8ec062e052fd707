import assert from 'node:assert/strict';
import type { CaseResult } from '../../../src/evaluation/caseResult.js';
import type { Case } from '../../../src/evaluation/cases/case.js';
import type { Assertion } from '../../../src/evaluation/graders/assertion.js';
import type { Asked, Provider } from '../../../src/evaluation/providers/provider.js';
import { runCases, type RunOptions } from '../../../src/evaluation/runCases.js';
import { summarise } from '../../../src/evaluation/summary.js';
import { HumanError } from '../../../src/prompts/humanError.js';
import { caseOf, contains } from './evaluationFixture.js';
import { evaluationWork as work } from './evaluationWork.js';

const never = new AbortController().signal;
const text = { path: 'a.j2', text: 'Say {{ word }}{% if broken %}{{ broken() }}{% endif %}', includes: {} };

function provider(answer: (asked: Asked) => string | undefined, live = false): Provider {
  return {
    name: 'test',
    live,
    complete: (asked) => {
      const said = answer(asked);
      return Promise.resolve(said === undefined ? { missing: 'not recorded' } : { text: said });
    },
  };
}

const versions = [{ version: '0123456789ab', text }];
const run = async (cases: readonly Case[], from: Provider, change: Partial<RunOptions> = {}) => {
  const options = { prompt: 'a', versions, cases, provider: from, work, samples: 1, concurrency: 2, ...change };
  const [first] = await runCases(options, never);
  return first!;
};
const word = (id: string, value: string, asserts: readonly Assertion[] = [contains]): Case =>
  caseOf(id, { vars: { word: value }, asserts });

/** What the request of a case asks, as the provider gets it. */
const askedFor = ({ request }: Asked): string => JSON.stringify(request['messages']);

describe('running the cases of a prompt', () => {
  it('fills in, asks, and grades each, in order', async () => {
    const cases = [word('a', 'yes'), word('b', 'no'), word('c', 'nothing', []), word('d', 'unknown')];
    const told: string[] = [];
    const echo = provider((asked) => (askedFor(asked).includes('unknown') ? undefined : askedFor(asked)));
    const result = await run(cases, echo, { onCase: ([result]) => told.push(result!.case.id) });
    assert.deepEqual(
      result.results.map(({ status }) => status),
      ['passed', 'failed', 'unchecked', 'missing'],
    );
    assert.deepEqual(told, ['a', 'b', 'c', 'd']);
    assert.deepEqual(result.results[0]?.messages, [{ role: 'user', content: [{ text: 'Say yes' }] }]);
    const { graded, coverage, score } = summarise(result);
    assert.deepEqual([graded, coverage, score], [2, 0.5, 0.5]);
  });

  it('fails a case for which the prompt cannot be filled in, and asks nobody', async () => {
    let asked = 0;
    const { results } = await run(
      [caseOf('a', { vars: { word: 'yes', broken: 'x' }, asserts: [contains] })],
      provider(() => String((asked += 1))),
    );
    assert.equal(results[0]?.status, 'failed');
    assert.match(results[0].samples[0]?.problem ?? '', /cannot be filled in/);
    assert.equal(asked, 0);
  });

  it('asks repeats, of which more than half must pass, and all must be there', async () => {
    const some = (passing: number, known = 3): Provider =>
      provider(({ sample }) => (sample >= known ? undefined : sample < passing ? 'yes' : 'no'));
    const status = async (from: Provider) =>
      (await run([word('a', 'x')], from, { samples: 3 })).results.map(({ status: is, score }) => [is, score])[0];
    assert.deepEqual(await status(some(2)), ['passed', 2 / 3]);
    assert.deepEqual(await status(some(1)), ['failed', 1 / 3]);
    assert.deepEqual(await status(some(2, 2)), ['missing', 1]);
  });

  it('waits for no more outputs at once than it may, over many cases', async () => {
    let [now, most] = [0, 0];
    const slow: Provider = {
      name: 'slow',
      live: true,
      complete: async () => {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        return { text: 'yes' };
      },
    };
    const { results, live } = await run(
      Array.from({ length: 1200 }, (_, index) => word(`c${index}`, 'x')),
      slow,
      { concurrency: 8 },
    );
    assert.deepEqual([results.length, live, results.every(({ status }) => status === 'passed')], [1200, true, true]);
    assert.ok(most <= 8 && most > 1, String(most));
  });

  it('ends with what the provider says is broken, and asks no more', async () => {
    let asked = 0;
    const broken: Provider = {
      name: 'broken',
      live: true,
      complete: () => {
        asked += 1;
        return Promise.reject(new HumanError('unreachable', 'Nobody answers for case c0.'));
      },
    };
    const cases = Array.from({ length: 50 }, (_, index) => word(`c${index}`, 'x'));
    await assert.rejects(run(cases, broken, { concurrency: 1 }), /Nobody answers for case c0/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(asked < 10, String(asked));
  });

  it('takes cases as they come, and keeps in brief what passes behind the first thousand', async () => {
    async function* cases(): AsyncGenerator<Case> {
      for (let index = 0; index < 1300; index += 1) {
        if (index === 700) await new Promise((resolve) => setTimeout(resolve, 1));
        yield word(`c${index}`, index % 100 === 99 ? 'no' : 'yes');
      }
    }
    const told: CaseResult[] = [];
    const options = { prompt: 'a', versions, provider: provider(askedFor), work, samples: 1, concurrency: 2 };
    const [first] = await runCases({ ...options, cases: cases(), onCase: (all) => told.push(...all) }, never);
    const { results } = first!;
    assert.deepEqual(told, results);
    assert.deepEqual(
      results.map((one) => one.case.id),
      Array.from({ length: 1300 }, (_, index) => `c${index}`),
    );
    assert.deepEqual(
      results.slice(1000).flatMap(({ case: { id }, isBrief, status }) => (isBrief ? [] : [`${id} ${status}`])),
      ['c1099 failed', 'c1199 failed', 'c1299 failed'],
    );
    assert.ok(results.slice(0, 1000).every(({ isBrief, messages }) => !isBrief && messages.length === 1));
    assert.equal(results.filter(({ status }) => status === 'passed').length, 1287);
  });

  it('keeps a case whole with all versions where one of them does not pass it', async () => {
    const before = { version: 'aaaaaaaaaaaa', text: { ...text, text: 'yes {{ word }}' } };
    const cases = Array.from({ length: 1101 }, (_, index) => word(`c${index}`, index === 1100 ? 'no' : 'yes'));
    const options = { prompt: 'a', cases, provider: provider(askedFor), work, samples: 1, concurrency: 2 };
    const runs = await runCases({ ...options, versions: [...versions, before] }, never);
    const last = runs.map(({ results }) => results.at(-1)!);
    assert.deepEqual(
      last.map(({ status, isBrief, messages }) => [status, isBrief, messages]),
      [
        ['failed', undefined, [{ role: 'user', content: [{ text: 'Say no' }] }]],
        ['passed', undefined, [{ role: 'user', content: [{ text: 'yes no' }] }]],
      ],
    );
    assert.ok(runs.every(({ results }) => results[1099]!.isBrief));
  });

  it('grades carry their assertion, with its templates filled in', async () => {
    const same: Assertion = { type: 'equals', value: 'yes {{ word }}', weight: 2, options: {}, metric: 'm' };
    const set: Assertion = { type: 'assert-set', weight: 1, options: {}, asserts: [contains, same] };
    const from = provider(() => 'yes sir');
    const { results } = await run([word('a', 'sir', [contains, same, set])], from);
    const [first, second, third] = results[0]?.samples[0]?.grades ?? [];
    assert.deepEqual(first!.assertion, contains);
    assert.deepEqual(second!.assertion, { ...same, value: 'yes sir' });
    assert.deepEqual(third!.assertion, set);
    assert.deepEqual(
      third!.grades?.map(({ verdict }) => verdict),
      ['pass', 'pass'],
    );
  });

  it('lets a model judge what no grader can', async () => {
    const rubric: Assertion = { type: 'llm-rubric', value: 'It is kind.', weight: 1, options: {} };
    const judge = () => Promise.resolve({ text: '{"pass": true, "score": 0.9, "reason": "It is."}' });
    const [judged] = (
      await run(
        [word('a', 'x', [rubric])],
        provider(() => 'Dear you'),
        { judgeFor: () => judge },
      )
    ).results;
    assert.equal(judged?.status, 'passed');
    const [without] = (
      await run(
        [word('a', 'x', [rubric])],
        provider(() => 'Dear you'),
      )
    ).results;
    assert.equal(without?.status, 'unchecked');
  });
});
