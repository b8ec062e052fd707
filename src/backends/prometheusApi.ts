import type { AskPrometheus, Reply } from '../evidence/sources/prometheus/askPrometheus.js';
import { messageOf } from '../prompts/humanError.js';
import { isObject, parseJson } from '../prompts/json.js';
import { shorten } from '../prompts/shorten.js';
import { send, type HttpAnswer } from '../workspace/http.js';
import type { Token } from '../workspace/tokens.js';

/** A larger answer would keep the editor waiting while it is parsed. */
const mostMegabytes = 4;

/**
 * Asks a Prometheus, or what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics). A token for its origin is sent along where
 * there is one.
 * @param url up to `/api/v1` @param timeout seconds for one answer
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function prometheusApi(url: string, token: Token, timeout = 30): AskPrometheus {
  return async (path, parameters, signal) => {
    try {
      const address = new URL(url);
      address.pathname = `${address.pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1/${path}`;
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
      const secret = await token(address.origin);
      const request = { url: address, method: 'GET', headers: { accept: 'application/json' } } as const;
      const answer = await send({ ...request, secret, timeout, mostMegabytes }, signal);
      return 'failure' in answer ? fails(answer.failure, answer.isTooLong) : replyIn(answer);
    } catch (error) {
      return fails(messageOf(error));
    }
  };
}

/** A token store that cannot be read, or a text that is no address, fails like an answer that does not come. */
function fails(failure: string, isTooMuch = false): Reply {
  return { failure: failure.replace(/\.$/, ''), isTooMuch };
}

function replyIn({ status, answered, text, excerpt }: HttpAnswer): Reply {
  const body = parseJson(text);
  if (isObject(body) && body['status'] === 'success' && status >= 200 && status < 300) return { data: body['data'] };
  if (isObject(body) && body['status'] === 'error') {
    const { errorType, error } = body;
    const type = typeof errorType === 'string' ? shorten(errorType) : 'an error';
    const what = typeof error === 'string' ? error : text;
    return fails(`${answered}, ${type}: ${excerpt(what)}`, type === 'timeout' || what.includes('too many samples'));
  }
  const advice = status === 401 || status === 403 ? 'Look at the token for this server' : 'Look at the `url`';
  return fails(`${answered}, but not as Prometheus does: ${excerpt()}. ${advice}`);
}
