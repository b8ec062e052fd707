import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff, retries } from '../../../../src/evaluation/providers/backoff.js';
import { parseChatAnswer } from '../../../../src/evaluation/providers/chatAnswer.js';
import { openAi } from '../../../../src/evaluation/providers/openAi.js';
import { parseJson } from '../../../../src/prompts/json.js';
import type { OpenAiSettings } from '../../../../src/workspace/configuration/configuration.js';
import { requestOf } from '../recordings/recordingFixture.js';
import { fine, halfWay, hang, html, huge, startModelServer, status, type ModelServer } from './modelServer.js';

const secret = 'token-0123456789abcdef';
const { signal } = new AbortController();

describe('the provider that asks a server', () => {
  let server: ModelServer;
  let waits: number[];
  beforeEach(async () => {
    server = await startModelServer();
    waits = [];
  });
  afterEach(() => server.close());

  const provider = (settings: Partial<OpenAiSettings> = {}, token?: string) =>
    openAi(
      { type: 'openai', url: server.url, timeout: 5, concurrency: 4, headers: {}, ...settings },
      {
        token: (origin) => Promise.resolve(origin === server.origin ? token : undefined),
        now: () => 0,
        random: () => 1,
        sleep: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
      },
    );
  const asked = (id = 'late', settings = {}) => ({
    prompt: 'prompts/reply',
    version: '9f2c1a7be340',
    case: id,
    sample: 0,
    request: requestOf(id, settings),
  });
  const fails = (asking: Promise<unknown>, message: RegExp, trouble = 'unreachable') =>
    assert.rejects(asking, (error: Error) => {
      assert.equal(error.name, 'HumanError');
      assert.match(error.message, message);
      assert.match(error.message, /^There is no output for case late of prompts\/reply: /);
      assert.ok(!error.message.includes(secret), 'the token is in no error');
      assert.equal((error as Error & { trouble: string }).trouble, trouble);
      return true;
    });

  it('sends the request as it is, without streaming, and reads the answer', async () => {
    const output = await provider({ headers: { 'x-title': 'ours' } }).complete(
      asked('late', { max_tokens: 5 }),
      signal,
    );
    assert.ok(!('missing' in output));
    const { latency = -1, ...rest } = output;
    assert.deepEqual(rest, {
      text: 'LATE',
      finishReason: 'stop',
      tokens: { prompt: 7, completion: 3, total: 10 },
      model: 'tiny-1',
    });
    assert.ok(latency >= 0);
    const [call] = server.calls;
    assert.equal(call?.url, '/v1/chat/completions');
    assert.deepEqual(call.body, {
      model: 'tiny',
      messages: [{ role: 'user', content: 'late' }],
      temperature: 0.3,
      max_tokens: 5,
      stream: false,
    });
    assert.equal(call.headers['x-title'], 'ours');
    assert.equal(call.headers.authorization, undefined, 'this machine is asked without a token');
  });

  it('asks the model that the settings name, at an address with or without its end', async () => {
    for (const url of [server.url, `${server.url}/`, `${server.url}/chat/completions`])
      await provider({ url, model: 'llama' }).complete(asked(), signal);
    assert.deepEqual(
      server.calls.map(({ url, body }) => `${url} ${String(body['model'])}`),
      Array(3).fill('/v1/chat/completions llama'),
    );
    assert.equal(provider({ model: 'llama' }).name, `llama at ${server.origin}`);
  });

  it('sends a token to its own origin only, and to no redirect', async () => {
    await provider({}, secret).complete(asked(), signal);
    assert.equal(server.calls[0]?.headers.authorization, `Bearer ${secret}`);
    const other = await startModelServer();
    server.behave(status(307, '', { location: `${other.url}/chat/completions` }));
    await fails(
      provider({}, secret).complete(asked(), signal),
      new RegExp(`answered 307.*redirect to ${other.origin}.*not followed`),
    );
    assert.equal(other.calls.length, 0);
    await other.close();
  });

  it('sends nothing to another machine without a token for it', async () => {
    for (const url of [
      'https://models.example.org/v1',
      'http://127.0.0.1.example.org/v1',
      'http://localhost.example.org',
    ])
      await fails(
        provider({ url }, secret).complete(asked(), signal),
        /there is no token for https?:\/\/[a-z0-9.]+, so nothing was sent/,
        'input',
      );
  });

  it('asks again after 429 and 5xx, and waits as long as it is told', async () => {
    server.behave(status(429, '', { 'retry-after': '7' }), status(503), status(500), fine);
    const output = await provider().complete(asked(), signal);
    assert.equal('text' in output && output.text, 'LATE');
    assert.equal(server.calls.length, 4);
    assert.deepEqual(waits, [7000, 1000, 2000]);
  });

  it('outlasts a minute of refusals, then says what happened', async () => {
    server.behave(status(429));
    await fails(
      provider({}, secret).complete(asked(), signal),
      new RegExp(
        `answered 429 \\(application/json\\): it begins with "\\{\\\\"error.*It was asked ${retries + 1} times\\.`,
      ),
    );
    assert.equal(server.calls.length, retries + 1);
    assert.ok(waits.reduce((sum, wait) => sum + wait, 0) >= 60_000);
  });

  it('does not ask again after other errors', async () => {
    server.behave(status(401, `{"error":"bad token ${secret}"}`));
    await fails(
      provider({}, secret).complete(asked(), signal),
      /answered 401 .*bad token \[token\].*Look at the token/,
    );
    server.behave(status(404, ''));
    await fails(provider().complete(asked(), signal), /answered 404 .*it is empty\. Look at the `url` and the model\./);
    assert.equal(server.calls.length, 2);
  });

  it('says what came in place of an answer', async () => {
    const wrong: readonly (readonly [text: string, message: RegExp])[] = [
      ['{"choices":[{"mess', /no chat completion \(it is no JSON object\): it begins with "\{\\"choices/],
      ['[]', /it is no JSON object/],
      ['{}', /it has no `choices` with a `message`/],
      ['{"error":{"message":"no credit"}}', /it is an error\): it begins with .*no credit/],
      [`{"error":"sk-${'a1'.repeat(20)}"}`, /\[API key, removed\]/],
    ];
    for (const [text, message] of wrong) {
      server.behave(status(200, text));
      await fails(provider().complete(asked(), signal), message);
    }
    server.behave(html);
    await fails(
      provider().complete(asked(), signal),
      /answered 200 \(text\/html\), but with no chat completion \(it is no JSON object\): it begins with "<html> <body>Log in/,
    );
    server.behave(huge);
    await fails(provider().complete(asked(), signal), /more than 16 MB/);
  });

  it('asks again where the connection breaks off, and says so where it always does', async () => {
    server.behave(halfWay, fine);
    assert.equal(((await provider().complete(asked(), signal)) as { text: string }).text, 'LATE');
    server.behave(halfWay);
    await fails(
      provider().complete(asked(), signal),
      /the connection broke off before the answer was whole \(.*It was asked 9 times/,
    );
  });

  it('says that nothing listens, and does not ask again', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await fails(
      provider({ url: `http://127.0.0.1:${port}/v1` }).complete(asked(), signal),
      /nothing listens at http:\/\/127\.0\.0\.1.*Start the server/,
    );
    assert.deepEqual(waits, []);
  });

  it('gives up on a server that hangs', async () => {
    server.behave(hang);
    await fails(provider({ timeout: 0.2 }).complete(asked(), signal), /did not answer within 0\.2 s/);
    assert.equal(server.calls.length, 1);
  });

  it('is cancelled within a second: while it asks, waits to ask again, and waits for its turn', async () => {
    server.behave(hang);
    const cancelling = new AbortController();
    const busy = provider({ concurrency: 1 });
    const asking = ['one', 'two', 'three'].map((id) => busy.complete(asked(id), cancelling.signal));
    while (server.calls.length === 0) await sleep(5);
    const start = performance.now();
    cancelling.abort();
    const ends = await Promise.allSettled(asking);
    assert.ok(performance.now() - start < 1000);
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && (end.reason as { trouble: string }).trouble),
      Array(3).fill('cancelled'),
    );
    assert.equal(server.calls.length, 1, 'the others were never sent');

    server.behave(status(429, '', { 'retry-after': '60' }));
    const patient = openAi(
      { type: 'openai', url: server.url, timeout: 5, concurrency: 4, headers: {} },
      {
        token: () => Promise.resolve(undefined),
        now: Date.now,
        random: Math.random,
        sleep: (time, until) => sleep(time, undefined, { signal: until }),
      },
    );
    const later = new AbortController();
    const waiting = patient.complete(asked(), later.signal);
    setTimeout(() => later.abort(), 100);
    const began = performance.now();
    await fails(waiting, /cancelled/, 'cancelled');
    assert.ok(performance.now() - began < 1100);
  });

  it('has so many requests under way, and no more', async () => {
    let [now, most] = [0, 0];
    server.behave((response, call) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        fine(response, call);
      }, 20);
    });
    const two = provider({ concurrency: 2 });
    await Promise.all(Array.from({ length: 9 }, (_, index) => two.complete(asked(`${index}`), signal)));
    assert.equal(most, 2);
  });
});

describe('waiting before asking again', () => {
  it('doubles up to half a minute, less by chance', () => {
    assert.deepEqual(
      [1, 2, 3, 7, 8].map((attempt) => backoff(attempt, null, 0, 1)),
      [500, 1000, 2000, 30_000, 30_000],
    );
    assert.equal(backoff(3, null, 0, 0), 1000);
  });

  it('heeds what the server asks for, up to a minute', () => {
    const now = Date.parse('2026-11-22T10:00:00Z');
    const wait = (header: string) => backoff(1, header, now, 1);
    assert.deepEqual(
      ['20', '1.5', '0', '3600', 'Sun, 22 Nov 2026 10:00:09 GMT', 'Sun, 22 Nov 2026 09:00:00 GMT', 'soon', ''].map(
        wait,
      ),
      [20_000, 1500, 500, 60_000, 9000, 500, 500, 500],
    );
  });
});

describe('the answer of a chat completion', () => {
  const answer = (message: object, more: object = {}) =>
    parseChatAnswer(parseJson(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }], ...more })));

  it('is read with its tool calls, whose arguments may be no JSON', () => {
    const call = (given: unknown) => ({ id: 'x', type: 'function', function: { name: 'refund', arguments: given } });
    assert.deepEqual(
      answer({ content: null, tool_calls: [call('{"id":7}'), call('{"id":'), call({ id: 8 }), call(undefined), {}] }),
      {
        text: '',
        toolCalls: [{ id: 7 }, '{"id":', { id: 8 }, null].map((given) => ({ name: 'refund', arguments: given })),
        finishReason: 'stop',
      },
    );
  });

  it('is read as other servers give it: texts in a list, a refusal, a cost, nothing at all', () => {
    assert.deepEqual(answer({ content: [{ type: 'text', text: 'a' }, { type: 'x' }, { type: 'text', text: 'b' }] }), {
      text: 'ab',
      finishReason: 'stop',
    });
    assert.deepEqual(answer({ content: null, refusal: 'No.' }), { text: 'No.', finishReason: 'stop' });
    assert.deepEqual(answer({ content: '' }, { usage: { cost: 0.25, prompt_tokens: 'many' } }), {
      text: '',
      finishReason: 'stop',
      cost: 0.25,
    });
    assert.deepEqual(answer({}), { text: '', finishReason: 'stop' });
  });
});
