import assert from 'node:assert/strict';
import { promptOfCases } from '../../../src/evaluation/cases/promptOfCases.js';
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

  it('judge cases by the prompt that they name', () => {
    const path = 'prompts/reply.cases.yaml';
    const text = 'prompt: reply.txt\ncases: [{ vars: { qestion: x } }]\n';
    assert.deepEqual(codes(path, text), []);
    assert.deepEqual(codes(path, text, ['prompts/other.txt']), ['unknown-prompt']);
    const prompt = { path: 'prompts/reply.txt', text: '{{question}}' };
    assert.deepEqual(
      fileDiagnostics(path, text, [prompt.path], prompt).map(({ code, replacement }) => [code, replacement]),
      [
        ['case-misses-variable', undefined],
        ['unknown-variable', 'question'],
      ],
    );
  });

  it('find the prompt of cases without reading the rest', () => {
    const named = (text: string) => promptOfCases('prompts/a.cases.yaml', text);
    assert.equal(named('# c\nprompt: reply.txt # ours\ncases: []\n'), 'prompts/reply.txt');
    assert.equal(named('cases: {\n"prompt":  "../a b.txt"\r\n'), 'a b.txt');
    assert.equal(named("prompt: 'x.md'"), 'prompts/x.md');
    for (const text of ['', 'cases: []', 'prompt:\ncases: []', ' prompt: a', 'promptx: a', 'prompt: # none'])
      assert.equal(named(text), undefined, text);
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
