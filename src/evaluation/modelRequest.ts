import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../prompts/json.js';

/**
 * The chat request of one case, as `chatRequest` makes it of a prompt: `model`, `messages`, `response_format`, `tools`,
 * and everything else a parameter.
 */
export type ModelRequest = JsonObject;

/**
 * What a recorded output is found by: the SHA-256, in hex, of the canonical JSON of
 * `{model, messages, params, responseFormat, tools, sample}`. Neither the order of keys nor the case is part of it.
 * @param sample which of the case's repeats, from 0
 */
export function requestKey(request: ModelRequest, sample: number): string {
  const { model, messages, response_format: responseFormat, tools, ...params } = request;
  const canonical = canonicalJson({ model, messages, params, responseFormat, tools, sample });
  return createHash('sha256').update(canonical).digest('hex');
}
