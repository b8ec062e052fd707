import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../../../src/prompts/humanError.js';
import type { JsonObject } from '../../../../src/prompts/json.js';
import { createProvider } from '../../../../src/evaluation/providers/createProvider.js';
import type { Asked, Provider } from '../../../../src/evaluation/providers/provider.js';
import { withPrices } from '../../../../src/evaluation/providers/withPrices.js';
import { withRecordings, type RecordingMode } from '../../../../src/evaluation/providers/withRecordings.js';
import { openRecordings } from '../../../../src/evaluation/recordings/recordings.js';
import type { OpenAiSettings, ProviderSettings } from '../../../../src/workspace/configuration/configuration.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';
import { evaluationWork as work } from '../evaluationWork.js';
import { requestOf } from '../recordings/recordingFixture.js';
import { fine, hang, startModelServer, status, type Behaviour, type ModelServer } from './modelServer.js';

const prompt = 'prompts/reply';
const { signal } = new AbortController();

describe('a provider with recordings', () => {
  let root: string;
  let server: ModelServer;
  beforeEach(async () => {
    root = temporaryFolder();
    mkdirSync(join(root, 'prompts'));
    server = await startModelServer();
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const settings = (): OpenAiSettings => ({ type: 'openai', url: server.url, timeout: 5, concurrency: 4, headers: {} });
  const live = async (): Promise<Provider> => {
    const options = { root, trusted: true, token: () => Promise.resolve(undefined) };
    const { provider } = await createProvider(settings(), options, signal);
    assert.ok(provider);
    return provider;
  };
  const asked = (id: string, { sample = 0, ...request }: JsonObject & { sample?: number } = {}): Asked => ({
    prompt,
    version: '9f2c1a7be340',
    case: id,
    sample,
    request: requestOf(id, request),
  });
  /** Runs cases from end to end; their texts, or why there is none. */
  const run = async (mode: RecordingMode, ...cases: Asked[]): Promise<string[]> => {
    const recordings = await openRecordings({ root, prompt, now: Date.now, work, write: mode !== 'replay' }, signal);
    const provider = withRecordings(await live(), recordings, mode);
    try {
      return await Promise.all(
        cases.map(async (one) => {
          const output = await provider
            .complete(one, signal)
            .catch((error: unknown) => ({ missing: messageOf(error) }));
          return 'missing' in output ? output.missing : output.text;
        }),
      );
    } finally {
      await recordings.close(signal);
    }
  };

  it('records what is missing, and replays it without a call', async () => {
    const cases = ['a', 'b', 'c'].map((id) => asked(id));
    assert.deepEqual(await run('record missing', ...cases.slice(0, 2)), ['A', 'B']);
    assert.equal(server.calls.length, 2);
    assert.deepEqual(await run('record missing', ...cases), ['A', 'B', 'C']);
    assert.equal(server.calls.length, 3);
    await server.close();
    assert.deepEqual(await run('replay', ...cases), ['A', 'B', 'C']);
    assert.equal(server.calls.length, 3);
  });

  it('says of what was not recorded what the nearest recording is', async () => {
    assert.match((await run('replay', asked('a')))[0]!, /^Nothing is recorded for prompts\/reply yet\. Record/);
    await run('record missing', asked('a'));
    const today = new Date().toISOString().slice(0, 10);
    const changed = { ...asked('a'), request: requestOf('a now', { temperature: 0.2 }) };
    assert.deepEqual(await run('replay', changed, asked('other', { model: 'big' })), [
      `This request of case a was not recorded. Nearest is what was recorded for it on ${today}: temperature 0.3 → 0.2; messages[0] differs: "now" added.`,
      `This request of case other was not recorded. Nearest is what was recorded for case a on ${today}: model tiny → big; messages[0] differs: "a" → "other".`,
    ]);
    assert.equal(server.calls.length, 1);
  });

  it('says of a replayed output when it was recorded and by which model, and of one made now how long it took', async () => {
    const recordings = await openRecordings(
      { root, prompt, now: () => Date.UTC(2026, 10, 22), work, write: true },
      signal,
    );
    const made = await withRecordings(await live(), recordings, 'record missing').complete(asked('a'), signal);
    const replayed = await withRecordings(await live(), recordings, 'replay').complete(asked('a'), signal);
    await recordings.close(signal);
    assert.ok('text' in made && made.latency !== undefined && made.latency >= 0 && made.recorded === undefined);
    assert.deepEqual(replayed, {
      text: 'A',
      finishReason: 'stop',
      tokens: { prompt: 7, completion: 3, total: 10 },
      model: 'tiny-1',
      recorded: '2026-11-22T00:00:00.000Z',
    });
  });

  it('records everything anew where it is told to refresh, and nothing where it is told to stay live', async () => {
    await run('record missing', asked('a'), asked('b'));
    server.behave((response, { body }) =>
      fine(response, { ...server.calls[0]!, body: { ...body, messages: [{ content: 'new' }] } }),
    );
    assert.deepEqual(await run('live', asked('a')), ['NEW']);
    assert.deepEqual(await run('replay', asked('a')), ['A']);
    assert.deepEqual(await run('refresh', asked('a')), ['NEW']);
    assert.equal(server.calls.length, 4);
    assert.deepEqual(await run('replay', asked('a'), asked('b')), ['NEW', 'B']);
    assert.equal(readFileSync(join(root, 'prompts/reply.recordings.jsonl'), 'utf8').split('\n').length, 3);
  });

  it('asks for each repeat, and replays each', async () => {
    let count = 0;
    server.behave((response, call) =>
      fine(response, { ...call, body: { messages: [{ content: `answer ${(count += 1)}` }] } }),
    );
    const repeats = [0, 1, 2].map((sample) => asked('a', { sample }));
    const made = await run('record missing', ...repeats);
    assert.equal(new Set(made).size, 3);
    assert.deepEqual(await run('replay', ...repeats), made);
  });

  it('asks once for cases that make the same request', async () => {
    const same = ['a', 'b', 'c'].map((id) => ({ ...asked(id), request: requestOf('same') }));
    assert.deepEqual(await run('refresh', ...same), ['SAME', 'SAME', 'SAME']);
    assert.equal(server.calls.length, 1);
  });

  it('keeps the outputs of cases beside one that fails', async () => {
    server.behave((response, call) => (call.body.messages[0]?.content === 'b' ? status(400) : fine)(response, call));
    const texts = await run('record missing', ...['a', 'b', 'c'].map((id) => asked(id)));
    assert.deepEqual([texts[0], texts[2]], ['A', 'C']);
    assert.match(texts[1]!, /There is no output for case b .* answered 400/);
    server.behave(fine);
    assert.deepEqual(await run('record missing', ...['a', 'b', 'c'].map((id) => asked(id))), ['A', 'B', 'C']);
    assert.equal(server.calls.length, 4);
  });

  for (const mode of ['record missing', 'refresh'] as const) {
    it(`resumes where a killed run was: ${mode}`, async function () {
      this.timeout(60_000);
      const cases = Array.from({ length: 12 }, (_, index) => asked(`case ${index}`));
      if (mode === 'refresh') await run('record missing', ...cases);
      const before = server.calls.length;
      const source = (path: string): string =>
        JSON.stringify(new URL(`../../../../src/evaluation/${path}.ts`, import.meta.url).href);
      const script = `
        import { createProvider } from ${source('providers/createProvider')};
        import { withRecordings } from ${source('providers/withRecordings')};
        import { openRecordings } from ${source('recordings/recordings')};
        const { signal } = new AbortController();
        const { provider } = await createProvider(${JSON.stringify(settings())}, { root: '', trusted: true, token: async () => undefined }, signal);
        const recordings = await openRecordings({ root: ${JSON.stringify(root)}, prompt: '${prompt}', now: Date.now, write: true }, signal);
        const recording = withRecordings(provider, recordings, '${mode}');
        for (const one of ${JSON.stringify(cases)}) {
          await recording.complete(one, signal);
          console.log('recorded');
        }`;
      // The server answers seven, and lets the eighth wait until the process is dead.
      server.behave(...Array<Behaviour>(7).fill(fine), hang);
      const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      while (server.calls.length < before + 8) await new Promise((resolve) => setTimeout(resolve, 10));
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      assert.equal(out, 'recorded\n'.repeat(7));
      server.behave(fine);
      assert.deepEqual(
        await run(mode, ...cases),
        cases.map((one) => one.case.toUpperCase()),
      );
      assert.equal(server.calls.length, before + 8 + 5, 'seven were not asked for again');
      assert.deepEqual(
        await run('replay', ...cases),
        cases.map((one) => one.case.toUpperCase()),
      );
    });
  }
});

describe('what an output cost', () => {
  const giving = (output: object): Provider => ({
    name: 'x',
    live: false,
    complete: () => Promise.resolve({ text: '', ...output }),
  });
  const costOf = async (output: object, model: string, prices = {}) => {
    const asked = { prompt, version: 'v', case: 'a', sample: 0, request: requestOf('a', { model }) };
    const priced = await withPrices(giving(output), prices).complete(asked, signal);
    return 'missing' in priced ? 'missing' : priced.cost;
  };
  const tokens = { prompt: 1_000_000, completion: 100_000 };

  it('is what the provider says, else its tokens at the price of the model that answered', async () => {
    assert.equal(await costOf({ tokens, cost: 0.5 }, 'gpt-4o'), 0.5);
    assert.equal(await costOf({ tokens }, 'gpt-4o'), 2.5 + 1);
    assert.equal(await costOf({ tokens, model: 'gpt-4o-mini-2024-07-18' }, 'gpt-4o'), 0.15 + 0.06);
    assert.equal(await costOf({ tokens }, 'gpt-4o', { 'gpt-4o': { prompt: 1, completion: 2 } }), 1.2);
    assert.equal(await costOf({ tokens }, 'llama', { llama: { prompt: 0, completion: 0 } }), 0);
  });

  it('is not known, and not nothing, without a price or without tokens', async () => {
    assert.equal(await costOf({ tokens }, 'llama'), undefined);
    assert.equal(await costOf({}, 'gpt-4o'), undefined);
    assert.equal(await costOf({ tokens: { total: 5 } }, 'gpt-4o'), undefined);
    assert.equal(await costOf({ tokens }, 'constructor', {}), undefined);
    assert.equal(await costOf({ missing: 'none' }, 'gpt-4o'), 'missing');
  });
});

describe('the provider that the configuration names', () => {
  const create = (settings: ProviderSettings, trusted: boolean) =>
    createProvider(settings, { root: temporaryFolder(), trusted, token: () => Promise.resolve(undefined) }, signal);
  const openAi: ProviderSettings = {
    type: 'openai',
    url: 'http://127.0.0.1:9/v1',
    timeout: 1,
    concurrency: 1,
    headers: {},
  };
  const command: ProviderSettings = { type: 'command', command: ['x'], timeout: 1, concurrency: 1, environment: [] };
  const imported: ProviderSettings = {
    type: 'imported',
    files: ['a.csv'],
    fields: { prompt: 'p', version: 'v', case: 'c', output: 'o' },
  };

  it('neither calls a model nor runs a program while the workspace is not trusted', async () => {
    await assert.rejects(create(openAi, false), {
      name: 'HumanError',
      trouble: 'refused',
      message: /would call a model.*not trusted/,
    });
    await assert.rejects(create(command, false), {
      name: 'HumanError',
      trouble: 'refused',
      message: /would run a program.*not trusted/,
    });
    assert.equal((await create({ type: 'recorded' }, false)).provider, undefined);
    assert.equal((await create(imported, false)).provider?.live, false);
  });

  it('is made where the workspace is trusted', async () => {
    assert.equal((await create(openAi, true)).provider?.name, 'http://127.0.0.1:9');
    assert.equal((await create(command, true)).provider?.name, 'x');
  });
});
