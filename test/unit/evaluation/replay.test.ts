import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withCases, type CaseResults } from '../../../src/evaluation/evaluation.js';
import { recordingLine } from '../../../src/evaluation/recordings/recording.js';
import { requestKey } from '../../../src/evaluation/modelRequest.js';
import { replay, type Replay } from '../../../src/evaluation/replay.js';
import { evaluationJobs } from '../../../src/evaluation/work/jobs.js';
import { inlineWork } from '../../../src/prompts/work/inlineWork.js';
import { temporaryFolder } from '../workspace/gitFixture.js';

const versionOf = (version: string, greeting: string) => ({
  version,
  text: { path: 'reply.j2', text: `${greeting} {{ name }}`, includes: {} },
});
const baseline = versionOf('aaaaaaaaaaaa', 'Hello');
const candidate = versionOf('bbbbbbbbbbbb', 'Hi');

describe('an evaluation from recordings', () => {
  let root: string;
  const request = (change: Partial<Replay> = {}): Replay => ({
    prompt: { id: 'reply', name: 'reply' },
    candidate,
    baseline,
    cases: {
      root,
      files: ['reply.cases.yaml', 'reply.j2', 'reply.recordings.jsonl'],
      unsaved: new Map(),
      prompt: { path: 'reply.j2', text: candidate.text.text },
    },
    settings: { provider: { type: 'recorded' }, prices: {} },
    rules: {},
    samples: 1,
    ...change,
  });
  const run = async (change: Partial<Replay> = {}) => {
    const told: (readonly CaseResults[])[] = [];
    const beside = await replay(request(change), inlineWork(evaluationJobs), (some) => told.push(some));
    return { told, beside, evaluation: withCases(beside, told.flat()) };
  };

  function writeCases(count: number): void {
    const lines = Array.from(
      { length: count },
      (_, at) => `  - { id: c${at}, vars: { name: "${at}" }, assert: [{ type: contains, value: good }] }\n`,
    );
    writeFileSync(join(root, 'reply.cases.yaml'), `prompt: reply.j2\ncases:\n${lines.join('')}`);
  }

  function record(id: string, said: string, text: string): void {
    const messages = [{ role: 'user', content: said }];
    const [asked, output] = [{ messages }, { text }];
    const about = { case: id, prompt: 'reply', sample: 0, recorded: '2026-11-01T10:00:00.000Z', provider: 'test' };
    const line = recordingLine({ key: requestKey(asked, 0), ...about, request: asked, output });
    appendFileSync(join(root, 'reply.recordings.jsonl'), `${line}\n`);
  }

  beforeEach(() => {
    root = temporaryFolder();
  });

  it('tells results some at a time, which together with the rest are the evaluation', async () => {
    writeCases(300);
    for (let at = 0; at < 300; at += 1) {
      record(`c${at}`, `Hello ${at}`, 'good');
      record(`c${at}`, `Hi ${at}`, at === 270 ? 'bad' : 'good');
    }
    const { told, evaluation } = await run();
    assert.deepEqual(told.map((some) => some.length).filter(Boolean), [250, 50]);
    const { summary, before, comparison, verdict } = evaluation;
    assert.deepEqual([summary.passed, summary.failed, before?.passed], [299, 1, 300]);
    assert.deepEqual([comparison?.regressions, comparison?.ties, verdict.holds], [1, 299, false]);
    const [first] = comparison?.cases ?? [];
    assert.equal(first?.id, 'c270');
    assert.equal(first.candidate, evaluation.run.results[270]);
    assert.equal(first.baseline?.samples[0]?.output?.text, 'good');
  });

  it('has nothing to compare where there is no baseline, and runs the cases that are wanted', async () => {
    writeCases(3);
    const { baseline: _, ...alone } = request();
    const told: CaseResults[] = [];
    const only = new Set(['c2']);
    const beside = await replay({ ...alone, only }, inlineWork(evaluationJobs), (some) => told.push(...some));
    assert.deepEqual([beside.comparison, beside.summary.cases, beside.summary.missing], [undefined, 1, 1]);
    assert.deepEqual(
      told.map((one) => [one.candidate.case.id, one.baseline]),
      [['c2', undefined]],
    );
  });

  it('takes imported outputs where the configuration says so', async () => {
    writeCases(2);
    const row = { version: candidate.version, case: 'c1', output: 'good' };
    writeFileSync(join(root, 'outputs.jsonl'), `${JSON.stringify(row)}\n`);
    const fields = { prompt: 'prompt', version: 'version', case: 'case', output: 'output' };
    const settings = { provider: { type: 'imported', files: ['outputs.jsonl'], fields }, prices: {} } as const;
    const { evaluation } = await run({ settings });
    assert.deepEqual([evaluation.summary.passed, evaluation.summary.missing], [1, 1]);
  });

  it('refuses cases with mistakes, and none', async () => {
    writeFileSync(join(root, 'reply.cases.yaml'), 'prompt: reply.j2\ncases:\n  - { id: a, asert: [] }\n');
    await assert.rejects(run(), { trouble: 'input', message: /mistakes:\nreply\.cases\.yaml:3:\d+ error/ });
    writeCases(2);
    await assert.rejects(run({ only: new Set(['gone']) }), { trouble: 'input', message: /no cases/ });
  });
});
