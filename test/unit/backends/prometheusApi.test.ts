import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetricSource, createUnitsPerDay } from '../../../src/backends/createMetricSource.js';
import { prometheusApi } from '../../../src/backends/prometheusApi.js';
import { defaultPrometheus } from '../../../src/workspace/configuration/configuration.js';
import { parseTokens, type Token } from '../../../src/workspace/tokens.js';
import { query } from '../evidence/sources/prometheus/scrapes.js';

const secret = 'token-0123456789abcdef';
const never = new AbortController().signal;
const none: Token = () => Promise.resolve(undefined);

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const json =
  (status: number, body: unknown): Behaviour =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('the HTTP API of Prometheus', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** @returns its address, and the requests that came */
  async function serve(behave: Behaviour): Promise<{ url: string; requests: IncomingMessage[] }> {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      behave(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
  }

  const ask = (url: string, token = none) =>
    prometheusApi(url, token)('query', { query: 'a{b="c&d"}', time: '1.5' }, never);
  async function fails(behave: Behaviour, words: RegExp, isTooMuch = false): Promise<void> {
    const { url } = await serve(behave);
    const reply = await ask(url, () => Promise.resolve(secret));
    assert.ok('failure' in reply);
    assert.match(reply.failure, words);
    assert.ok(!reply.failure.includes(secret), 'the token is in no failure');
    assert.equal(reply.isTooMuch, isTooMuch);
  }

  it('is asked below the address, with or without its end, and gives its data', async () => {
    const { url, requests } = await serve(json(200, { status: 'success', data: [1], warnings: ['w'] }));
    for (const address of [url, `${url}/`, `${url}/api/v1`, `${url}/metrics/`])
      assert.deepEqual(await ask(address), { data: [1] });
    const asked = 'query?query=a%7Bb%3D%22c%26d%22%7D&time=1.5';
    assert.deepEqual(
      requests.map((request) => request.url),
      [...Array<string>(3).fill(`/api/v1/${asked}`), `/metrics/api/v1/${asked}`],
    );
    assert.equal(requests[0]?.headers.authorization, undefined);
  });

  it('gets the token of its own origin, which no redirect gets', async () => {
    const other = await serve(json(200, { status: 'success', data: [] }));
    const { url, requests } = await serve((_, response) => void response.writeHead(302, { location: other.url }).end());
    const token = parseTokens(JSON.stringify({ [url]: secret }));
    const reply = await ask(url, token);
    assert.equal(requests[0]?.headers.authorization, `Bearer ${secret}`);
    assert.ok('failure' in reply && reply.failure.includes(`a redirect to ${other.url}. It was not followed`));
    assert.equal(other.requests.length, 0);
    await ask(other.url, token);
    assert.equal(other.requests[0]?.headers.authorization, undefined);
  });

  it('says what came in place of an answer', async () => {
    const error = (errorType: string, words: string) => ({ status: 'error', errorType, error: words });
    await fails(
      json(400, error('bad_data', 'parse error: x')),
      /answered 400 \(application\/json\), bad_data: .*parse error: x/,
    );
    await fails(json(422, error('execution', 'duplicate series')), /answered 422 .*, execution: .*duplicate series/);
    await fails(json(422, error('execution', 'loads too many samples into memory')), /too many samples/, true);
    await fails(json(503, error('timeout', 'query timed out')), /answered 503 .*, timeout: .*timed out/, true);
    await fails(json(200, error('bad_data', secret)), /\[token\]/);
    await fails(json(200, ['success']), /but not as Prometheus does/);
    await fails(json(401, { message: `who is ${secret}` }), /answered 401.*Look at the token for this server$/);
    const html: Behaviour = (_, response) =>
      void response.setHeader('content-type', 'text/html').end('<p>Log\n in</p>');
    await fails(
      html,
      /answered 200 \(text\/html\), but not as Prometheus does: it begins with "<p>Log in<\/p>"\. Look at the `url`/,
    );
    await fails((_, response) => void response.end(), /it is empty/);
  });

  it('says where an answer breaks off, is too long, or does not come', async () => {
    await fails((_, response) => {
      response.writeHead(200, { 'content-length': '5000' });
      response.write('{"status":', () => response.destroy());
    }, /the connection broke off before the answer was whole/);
    await fails(
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(1024 * 1024)));
        };
        response.on('drain', more);
        more();
      },
      /with more than 4 MB/,
      true,
    );
    const gone = await serve(() => undefined);
    servers.pop()?.close();
    const refused = await ask(gone.url);
    assert.ok('failure' in refused && refused.failure.startsWith(`nothing listens at ${gone.url}/api/v1/query`));
    const noAddress = await ask('nonsense');
    assert.ok('failure' in noAddress && noAddress.failure !== '');
  });

  it('gives up on a server that hangs, and stops when it is aborted', async () => {
    const { url } = await serve(() => undefined);
    const hanging = await prometheusApi(url, none, 0.2)('query', {}, never);
    assert.ok('failure' in hanging && /did not answer within 0\.2 s$/.test(hanging.failure));
    const source = createMetricSource({ ...defaultPrometheus, url }, { root: '/', token: none });
    const stop = new AbortController();
    const reading = source.read(query, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
  });

  it('is evidence that failed: nothing is thrown, also where tokens cannot be read', async () => {
    const { url, requests } = await serve(json(500, {}));
    const broken: Token = async (origin) => parseTokens('{')(origin);
    for (const [token, words] of [
      [none, /^Prometheus cannot be read: .* answered 500/],
      [broken, /^Prometheus cannot be read: PROMPT_ROLLOUT_TOKENS cannot be read/],
    ] as const) {
      const source = createMetricSource({ ...defaultPrometheus, url }, { root: '/', token });
      const { failure, arms } = await source.read(query, never);
      assert.match(failure ?? '', words);
      assert.equal(arms.candidate.units, 0);
    }
    assert.equal(requests.length, 1);
  });

  it('is not asked while the workspace is not trusted', async () => {
    const { url, requests } = await serve(json(200, { status: 'success', data: [] }));
    const settings = { ...defaultPrometheus, url };
    const { failure } = await createMetricSource(settings, { root: '/' }).read(query, never);
    assert.match(failure ?? '', /this workspace is not trusted, so nothing was sent/);
    assert.equal(await createUnitsPerDay(settings, { root: '/' })('a', 0, never), undefined);
    assert.equal(requests.length, 0);
  });
});
