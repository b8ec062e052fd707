import { withoutSecrets } from '../prompts/formats/findSecrets.js';
import { messageOf } from '../prompts/humanError.js';
import { isObject } from '../prompts/json.js';
import { shorten } from '../prompts/shorten.js';

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The token; it is in nothing that comes back from here. */
  readonly secret: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** Of an answer; a longer one is not read. */
  readonly mostMegabytes: number;
}

/** An answer that was read to its end, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** `http://localhost:1234/v1 answered 503 (text/html)`. */
  readonly answered: string;
  /** How the text, or a part of it that is given, begins: in words, on one line, without the token and other secrets. */
  readonly excerpt: (part?: string) => string;
}

/** Why there is no answer. */
export interface HttpFailure {
  /** Sentences for people, the first of which goes on after a colon. */
  readonly failure: string;
  /** It may be different a little later. */
  readonly isPassing: boolean;
  readonly isTooLong: boolean;
}

/** Sends one request, once, and follows no redirect: a token is for one server. Never throws; an abort is a failure, too. */
export async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer | HttpFailure> {
  const { url, method, body, headers, secret, timeout, mostMegabytes } = request;
  /** Without what stands behind `?`, which may be nobody's business. */
  const place = `${url.origin}${url.pathname}`;
  const fails = (failure: string, how: Partial<HttpFailure> = {}): HttpFailure => {
    return { isPassing: false, isTooLong: false, ...how, failure: hide(failure, secret) };
  };
  const deadline = AbortSignal.timeout(timeout * 1000);
  try {
    const response = await fetch(url, {
      method,
      ...(body !== undefined && { body }),
      headers: { ...headers, ...(secret !== undefined && { authorization: `Bearer ${secret}` }) },
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
    });
    const { status } = response;
    const answered = `${place} answered ${status}${typeWords(response)}`;
    if (status >= 300 && status < 400)
      return fails(`${answered}, a redirect${targetWords(response, url)}. It was not followed; correct the \`url\`.`);
    const text = await textOf(response, mostMegabytes * 1024 * 1024);
    if (text === undefined)
      return fails(`${answered}, with more than ${mostMegabytes} MB. The rest was not read.`, { isTooLong: true });
    return { status, text, headers: response.headers, answered, excerpt: (part = text) => excerptOf(part, secret) };
  } catch (error) {
    if (deadline.aborted) return fails(`${place} did not answer within ${timeout} s.`);
    const code = codeOf(error);
    return fails(networkWords(place, code, error), { isPassing: breaks.has(code) });
  }
}

/** Codes of connections that may hold another time. */
const breaks = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

/** Node's fetch tells what happened in the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return isObject(cause) && typeof cause['code'] === 'string' ? cause['code'] : '';
}

function networkWords(place: string, code: string, error: unknown): string {
  if (code === 'ECONNREFUSED') return `nothing listens at ${place}. Start the server, or correct the \`url\`.`;
  if (code === 'ENOTFOUND') return `nobody knows the server of ${place}. Correct the \`url\`.`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const what = breaks.has(code) ? 'the connection broke off before the answer was whole' : 'it cannot be reached';
  return `${place}: ${what} (${messageOf(cause)}).`;
}

function typeWords({ headers }: Response): string {
  const type = headers.get('content-type')?.split(';')[0];
  return type === undefined ? '' : ` (${shorten(type)})`;
}

function targetWords({ headers }: Response, url: URL): string {
  const location = headers.get('location') ?? '';
  return URL.canParse(location, url.href) ? ` to ${new URL(location, url).origin}` : '';
}

/** Undefined where it is too long. */
async function textOf(response: Response, mostBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function excerptOf(text: string, secret: string | undefined): string {
  const plain = withoutSecrets(hide(text, secret).slice(0, 2000)).replaceAll(/\s+/g, ' ').trim();
  return plain === '' ? 'it is empty' : `it begins with ${JSON.stringify(shorten(plain, 160))}`;
}

function hide(text: string, secret: string | undefined): string {
  return secret === undefined ? text : text.replaceAll(secret, '[token]');
}
