import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PromptHandle } from '../../src/editor/projects.js';
import type { TestApi } from '../../src/extension.js';
import { fine, startModelServer, type ModelServer } from '../unit/evaluation/providers/modelServer.js';
import { gitFixture, type GitFixture } from '../unit/workspace/gitFixture.js';
import { writeEvaluated } from './evaluationScene.js';
import { eventually } from './eventually.js';
import { handlesIn, listen, run, showFolders, theExtension } from './scene.js';

describe('the commands that run cases', function () {
  this.timeout(60_000);
  let api: TestApi;
  let fixture: GitFixture;
  let server: ModelServer;
  let heard: ReturnType<typeof listen>;

  before(async () => {
    api = await theExtension();
  });

  beforeEach(async () => {
    fixture = gitFixture();
    server = await startModelServer();
    server.behave(fine);
    writeEvaluated(fixture);
    const provider = `{ type: openai, url: '${server.url}', model: tiny }`;
    fixture.commit('a server', { 'prompt-rollout.yaml': `version: 1\nevaluation: { provider: ${provider} }\n` });
    heard = listen(api);
    await showFolders(fixture.root);
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 1));
  });

  afterEach(async () => {
    heard.dispose();
    await showFolders();
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 0));
    await server.close();
    fixture.remove();
  });

  const handle = (): PromptHandle => handlesIn(api, fixture.root)[0]!;
  const summary = () => api.evaluations.of(handle())?.evaluation.summary;
  const recordings = (): string => path.join(fixture.root, 'reply.recordings.jsonl');

  it('replay what is recorded, and ask nothing', async () => {
    await run('evaluate', handle().uri);
    assert.deepEqual([summary()?.cases, summary()?.missing], [4, 4]);
    assert.deepEqual([server.calls.length, heard.asked, existsSync(recordings())], [0, [], false]);
  });

  it('say how many requests go where before they ask, and ask nothing without a yes', async () => {
    heard.yes = false;
    await run('recordMissing', handle().uri);
    assert.match(
      heard.asked.join(),
      new RegExp(`^Record the missing outputs of reply\\?\\nreply: at most 8 requests to tiny at ${server.origin}\\n`),
    );
    assert.deepEqual([server.calls.length, existsSync(recordings())], [0, false]);
    heard.yes = true;
    await run('recordMissing', handle().uri);
    assert.equal(server.calls.length, 8);
    assert.deepEqual([summary()?.missing, existsSync(recordings())], [0, true]);
    await run('recordMissing', handle().uri);
    assert.deepEqual([heard.asked.length, server.calls.length], [2, 8], 'there is nothing more to ask for');
  });

  it('keep a token for an origin, send it there, and forget it', async () => {
    const asked: string[] = [];
    const answer = (token: string): void => {
      Object.assign(api.dialogs, {
        secret: ({ title }: { title: string }) => {
          asked.push(title);
          return Promise.resolve(token);
        },
      });
    };
    answer('s3cret');
    await run('setToken');
    await run('recordMissing', handle().uri);
    answer('');
    await run('setToken');
    fixture.write({ 'reply.recordings.jsonl': null });
    await run('recordMissing', handle().uri);
    assert.deepEqual(
      asked,
      Array.from({ length: 2 }, () => `Set Token for ${server.origin}`),
    );
    const headers = server.calls.map(({ headers: { authorization } }) => authorization);
    assert.deepEqual(headers, [
      ...Array.from({ length: 8 }, () => 'Bearer s3cret'),
      ...Array.from({ length: 8 }, () => undefined),
    ]);
  });

  it('say which model is missing where there is none', async () => {
    fixture.commit('none', { 'prompt-rollout.yaml': 'version: 1\n' });
    await eventually(() => assert.equal(handle().project?.configuration.evaluation.provider.type, 'recorded'), 15_000);
    await run('recordMissing', handle().uri);
    assert.match(heard.told.at(-1) ?? '', /^No model is configured that could be asked for the outputs of reply/);
    await run('setToken');
    assert.match(heard.told.at(-1) ?? '', /^No address that takes a token is configured/);
  });
});
