import { HumanError } from '../../prompts/humanError.js';
import type { OpenAiSettings } from '../../workspace/configuration/configuration.js';
import { isLoopback } from '../../workspace/loopback.js';
import { tokensVariable, type Token } from '../../workspace/tokens.js';
import type { ModelOutput } from '../modelOutput.js';
import { atMost } from './atMost.js';
import { backoff, retries } from './backoff.js';
import { postChat } from './postChat.js';
import type { Asked, Provider } from './provider.js';

/** The world outside, but for the server. */
export interface Surroundings {
  readonly token: Token;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Rejects when `signal` is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Asks a server that speaks OpenAI's chat completions: llama.cpp, Ollama, vLLM, any vendor. What may be different a
 * little later (429, 5xx, a connection that breaks) is asked again.
 */
export function openAi(settings: OpenAiSettings, { token, now, random, sleep }: Surroundings): Provider {
  const { model, timeout, concurrency, headers } = settings;
  const url = new URL(settings.url);
  if (!url.pathname.endsWith('/chat/completions')) url.pathname = `${url.pathname.replace(/\/$/, '')}/chat/completions`;
  const inTurn = atMost(concurrency);

  async function complete({ request, case: of, prompt }: Asked, signal: AbortSignal): Promise<ModelOutput> {
    const none = `There is no output for case ${of} of ${prompt}`;
    const secret = await token(url.origin);
    if (secret === undefined && !isLoopback(url))
      throw new HumanError(
        'input',
        `${none}: there is no token for ${url.origin}, so nothing was sent. "Set Token for a Model or Backend" stores one in VS Code; in a terminal it is in ${tokensVariable}.`,
      );
    const body = JSON.stringify({ ...request, ...(model !== undefined && { model }), stream: false });
    for (let attempt = 1; ; attempt += 1) {
      const answer = await postChat({ url, body, headers, secret, timeout }, signal);
      if ('text' in answer) return answer;
      const isLast = !answer.isPassing || attempt > retries;
      if (!isLast) await sleep(backoff(attempt, answer.retryAfter, now(), random()), signal).catch(() => undefined);
      if (signal.aborted) throw new HumanError('cancelled', `${none}: cancelled.`);
      const times = attempt === 1 ? '' : ` It was asked ${attempt} times.`;
      if (isLast) throw new HumanError('unreachable', `${none}: ${answer.failure}${times}`);
    }
  }

  return {
    name: `${model === undefined ? '' : `${model} at `}${url.origin}`,
    live: true,
    complete: (asked, signal) => inTurn(() => complete(asked, signal)),
  };
}
