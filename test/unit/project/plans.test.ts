import assert from 'node:assert/strict';
import { HumanError } from '../../../src/prompts/humanError.js';
import { plansFor, type PlanParts } from '../../../src/project/plans.js';
import type { ProjectPrompt } from '../../../src/project/project.js';

const never = new AbortController().signal;
const prompt: ProjectPrompt = {
  id: 'prompts/reply',
  name: 'reply',
  path: 'prompts/reply.md',
  format: 'plain',
  rival: 'prompts/reply.prompt.yml',
};

describe('a prompt whose identity another file has too', () => {
  it('begins nothing, and can still be aborted', async () => {
    // Neither request gets as far as the project.
    const parts = {} as PlanParts;
    for (const what of ['adopt', 'start'] as const) {
      await assert.rejects(
        plansFor(parts, prompt, { do: what }, never),
        (error) => error instanceof HumanError && /same identity/.test(error.message),
      );
    }
    assert.equal((await plansFor(parts, prompt, { do: 'abort' }, never)).length, 1);
  });
});
