import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingMode } from '../../../src/evaluation/providers/withRecordings.js';
import { configuredModel, evaluate, type EvaluationPlace } from '../../../src/project/evaluate.js';
import { temporaryFolder } from '../workspace/gitFixture.js';
import { sourceWork } from '../prompts/work/sourceWork.js';

const prompt = { id: 'reply', name: 'reply', path: 'reply.prompt.yml' };
const text = 'messages:\n  - role: user\n    content: "{{question}}"\n';
const cases = 'prompt: reply.prompt.yml\ncases:\n  - id: a\n    vars: { question: Hello }\n';

describe('an evaluation where the workspace is not trusted', () => {
  const { signal } = new AbortController();
  let place: EvaluationPlace;

  beforeEach(() => {
    const root = temporaryFolder();
    const files = ['answer.mjs', 'reply.cases.yaml', 'reply.prompt.yml'];
    writeFileSync(join(root, 'answer.mjs'), `import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n`);
    writeFileSync(join(root, 'reply.cases.yaml'), cases);
    writeFileSync(join(root, 'reply.prompt.yml'), text);
    const provider = {
      type: 'command',
      command: ['node', 'answer.mjs'],
      timeout: 20,
      concurrency: 1,
      environment: [],
    } as const;
    const settings = { provider, prices: {} };
    place = {
      root,
      files,
      settings,
      trusted: false,
      token: () => assert.fail('a token was asked for'),
      work: sourceWork,
      now: () => 0,
    };
  });

  const run = (mode: RecordingMode, provider = {}) =>
    evaluate(
      place,
      {
        prompt,
        candidate: { version: '9f2c1a7be340', text: { path: prompt.path, text, includes: {} } },
        mode,
        samples: 1,
        ...provider,
      },
      signal,
    );

  it('asks no model, starts nothing, and writes nothing', async () => {
    const before = readdirSync(place.root);
    const asked = { name: 'a model', live: true, complete: () => assert.fail('it was asked') };
    const refused = {
      name: 'HumanError',
      trouble: 'refused',
      message: /outputs of reply are asked for only in .* trust/,
    };
    for (const mode of ['record missing', 'refresh', 'live'] as const) {
      await assert.rejects(run(mode), refused);
      await assert.rejects(run(mode, { provider: asked }), refused);
    }
    await assert.rejects(configuredModel(place, prompt, signal), refused);
    assert.deepEqual(readdirSync(place.root), before);
    assert.equal(existsSync(join(place.root, 'ran')), false);
  });

  it('replays all the same', async () => {
    const { summary } = await run('replay');
    assert.deepEqual([summary.cases, summary.missing], [1, 1]);
  });
});
