import { parseJson } from '../../prompts/json.js';
import { send } from '../../workspace/http.js';
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

/** Sends one chat request, once. Never throws. */
export async function postChat(post: ChatPost, signal: AbortSignal): Promise<ModelOutput | Failure> {
  const start = performance.now();
  const headers = { ...post.headers, 'content-type': 'application/json' };
  const answer = await send({ ...post, headers, method: 'POST', mostMegabytes }, signal);
  if ('failure' in answer) return { ...answer, retryAfter: null };
  const { status, answered, excerpt } = answer;
  if (status < 200 || status > 299) {
    const failure = `${answered}: ${excerpt()}.${adviceFor(status)}`;
    return { failure, isPassing: isPassing(status), retryAfter: answer.headers.get('retry-after') };
  }
  const output = parseChatAnswer(parseJson(answer.text));
  if (!('problem' in output)) return { ...output, latency: performance.now() - start };
  const failure = `${answered}, but with no chat completion (${output.problem}): ${excerpt()}.`;
  return { failure, isPassing: false, retryAfter: null };
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return ' Look at the token for this server.';
  return status === 404 ? ' Look at the `url` and the model.' : '';
}
