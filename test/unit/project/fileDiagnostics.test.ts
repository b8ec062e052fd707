import assert from 'node:assert/strict';
import { fileDiagnostics } from '../../../src/project/fileDiagnostics.js';

const strategy = 'prompt: reply.prompt.yml\nunit: user\nstages:\n  - { name: full, traffic: 100% }\n';
const codes = (path: string, text: string, prompts?: readonly string[]): string[] =>
  fileDiagnostics(path, text, prompts).map(({ code }) => code);

describe('the diagnostics of a file', () => {
  it('judge it by its kind', () => {
    assert.deepEqual(codes('/w/prompt-rollout.yaml', 'promts: []\n'), ['unknown-key']);
    assert.deepEqual(codes('prompts/reply.rollout.yaml', strategy.replace('unit', 'unti')), ['unknown-key']);
    assert.deepEqual(codes('prompts/reply.prompt.yml', 'messages:\n  - { role: sytem, content: Hi }\n'), [
      'unknown-role',
    ]);
  });

  it('miss the prompt of a strategy, once prompts are known', () => {
    const path = '/w/prompts/reply.rollout.yaml';
    assert.deepEqual(codes(path, strategy), []);
    assert.deepEqual(codes(path, strategy, ['/w/prompts/reply.prompt.yml']), []);
    const [lost] = fileDiagnostics(path, strategy, ['/w/reply.prompt.yml']);
    assert.ok(lost);
    assert.equal(lost.code, 'unknown-prompt');
    assert.equal(strategy.slice(lost.range.start, lost.range.end), 'reply.prompt.yml');
  });
});
