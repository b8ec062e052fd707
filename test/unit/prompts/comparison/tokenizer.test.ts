import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { loadTokenCounter } from '../../../../src/prompts/comparison/tokenizer.js';
import { promptWork } from '../../../../src/prompts/work/promptWork.js';

const built = new URL('../../../../dist/worker.js', import.meta.url);

describe('the token counter', () => {
  it('counts exactly for OpenAI models since GPT-4o, with or without a provider', async () => {
    for (const model of ['gpt-4o', 'openai/gpt-4o-mini', 'gpt-4.1', 'gpt-5-mini', 'azure/o3-mini']) {
      const count = await loadTokenCounter(model);
      // o200k_base: "hello world" is two tokens, "antidisestablishmentarianism" six.
      assert.deepEqual([count.exact, count('hello world'), count('antidisestablishmentarianism')], [true, 2, 6], model);
    }
  });

  it('takes the name of a control token for text', async () => {
    const count = await loadTokenCounter('gpt-4o');
    assert.ok(count('<|endoftext|>') > 1);
  });

  it('estimates for all others, and says so', async () => {
    for (const model of [undefined, '', 'claude-sonnet-4', 'gpt-4', 'gpt-3.5-turbo', 'llama-3', 'ollama/o']) {
      const count = await loadTokenCounter(model);
      assert.deepEqual([count.exact, count('twelve chars')], [false, 3], model);
    }
  });

  it('counts the same in the built worker, whose table is packed', async function () {
    if (!existsSync(built)) this.skip();
    const work = promptWork(built);
    const text = 'Wo ist mein Paket? 包裹在哪里 🙂 hello world';
    const { tokens } = await work.run('render', {
      path: 'a.md',
      text: `---\nmodel: gpt-4o\n---\n${text}`,
      includes: {},
      inputs: {},
    });
    work.dispose();
    assert.deepEqual(tokens, [(await loadTokenCounter('gpt-4o'))(text)]);
  });
});
