import assert from 'node:assert/strict';
import { judgeBy } from '../../../../src/evaluation/providers/judgeBy.js';
import type { Asked, Provider } from '../../../../src/evaluation/providers/provider.js';

const { signal } = new AbortController();
const of = { prompt: 'prompts/reply', version: '111111111111' };

describe('a model that judges', () => {
  const asked: Asked[] = [];
  const provider: Provider = {
    name: 'test',
    live: true,
    complete: (one) => {
      asked.push(one);
      return Promise.resolve(one.request['model'] === 'none' ? { missing: 'Nothing is recorded.' } : { text: 'yes' });
    },
  };
  beforeEach(() => (asked.length = 0));

  it('is asked by the same provider, under a case of its own, so that its answers are recorded', async () => {
    const judge = judgeBy(provider, of, 'usual');
    assert.deepEqual(await judge({ system: 'Judge.', user: 'This.' }, {}, signal), { text: 'yes' });
    assert.deepEqual(asked, [
      {
        ...of,
        case: 'judge',
        sample: 0,
        request: {
          model: 'usual',
          messages: [
            { role: 'system', content: 'Judge.' },
            { role: 'user', content: 'This.' },
          ],
          temperature: 0,
        },
      },
    ]);
  });

  it("is the one that the case names, in promptfoo's or GitHub's words", async () => {
    const judge = judgeBy(provider, of, 'usual');
    for (const options of [{ provider: 'openai:chat:gpt-4o-mini' }, { modelId: 'gpt-4o-mini' }])
      await judge({ system: '', user: '' }, options, signal);
    assert.deepEqual(
      asked.map(({ request }) => request['model']),
      ['gpt-4o-mini', 'gpt-4o-mini'],
    );
  });

  it('says why there is no judgement', async () => {
    await assert.rejects(
      judgeBy(provider, of, undefined)({ system: '', user: '' }, { modelId: 'none' }, signal),
      /Nothing is recorded/,
    );
  });
});
