import { withoutSecrets } from '../../prompts/formats/findSecrets.js';
import { messageOf } from '../../prompts/humanError.js';
import { isObject, parseJson } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';
import type { ModelOutput } from '../modelOutput.js';
import { isPassing } from './backoff.js';
import { parseChatAnswer } from './chatAnswer.js';

export interface ChatPost {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The token; it is in nothing that comes back from here. */
  readonly secret: string | undefined;
  /** Seconds. */
  readonly timeout: number;
}

/** Why there is no output. */
export interface Failure {
  /** Sentences for people, the first of which goes on after a colon. */
  readonly failure: string;
  /** It may be different a little later. */
  readonly isPassing: boolean;
  /** When the server wants to be asked again, in its own words. */
  readonly retryAfter: string | null;
}

const mostMegabytes = 16;

/** Sends one chat request, once, and follows no redirect: a token is for one server. Never throws. */
export async function postChat(post: ChatPost, signal: AbortSignal): Promise<ModelOutput | Failure> {
  const { url, body, headers, secret, timeout } = post;
  /** Without what stands behind `?`, which may be nobody's business. */
  const place = `${url.origin}${url.pathname}`;
  const fails = (failure: string, passes = false, retryAfter: string | null = null): Failure => ({
    failure: hide(failure, secret),
    isPassing: passes,
    retryAfter,
  });
  const deadline = AbortSignal.timeout(timeout * 1000);
  const start = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      },
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
    });
    const { status } = response;
    const answered = `${place} answered ${status}${typeWords(response)}`;
    if (status >= 300 && status < 400)
      return fails(`${answered}, a redirect${targetWords(response, url)}. It was not followed; correct the \`url\`.`);
    const text = await textOf(response);
    if (text === undefined) return fails(`${answered}, with more than ${mostMegabytes} MB. The rest was not read.`);
    const excerpt = excerptOf(text, secret);
    if (!response.ok)
      return fails(
        `${answered}: ${excerpt}.${adviceFor(status)}`,
        isPassing(status),
        response.headers.get('retry-after'),
      );
    const output = parseChatAnswer(parseJson(text));
    if ('problem' in output) return fails(`${answered}, but with no chat completion (${output.problem}): ${excerpt}.`);
    return { ...output, latency: performance.now() - start };
  } catch (error) {
    if (deadline.aborted) return fails(`${place} did not answer within ${timeout} s.`);
    const code = codeOf(error);
    return fails(networkWords(place, code, error), breaks.has(code));
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

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return ' Look at the token for this server.';
  return status === 404 ? ' Look at the `url` and the model.' : '';
}

/** Undefined where it is too long. */
async function textOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostMegabytes * 1024 * 1024) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** How an answer begins, on one line. */
function excerptOf(text: string, secret: string | undefined): string {
  const plain = withoutSecrets(hide(text, secret).slice(0, 2000)).replaceAll(/\s+/g, ' ').trim();
  return plain === '' ? 'it is empty' : `it begins with ${JSON.stringify(shorten(plain, 160))}`;
}

function hide(text: string, secret: string | undefined): string {
  return secret === undefined ? text : text.replaceAll(secret, '[token]');
}
