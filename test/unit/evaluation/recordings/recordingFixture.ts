import { requestKey, type ModelRequest } from '../../../../src/evaluation/modelRequest.js';
import type { Recording } from '../../../../src/evaluation/recordings/recording.js';

export function requestOf(text: string, settings: ModelRequest = {}): ModelRequest {
  return { model: 'tiny', messages: [{ role: 'user', content: text }], temperature: 0.3, ...settings };
}

/** A recording of a case that asks its own id. */
export function recordingOf(id: string, { sample = 0, ...more }: Partial<Recording> = {}): Recording {
  const request = more.request ?? requestOf(id);
  return {
    key: requestKey(request, sample),
    case: id,
    prompt: 'prompts/reply',
    sample,
    request,
    output: { text: `answer to ${id}` },
    model: 'tiny-1',
    recorded: '2026-11-20T10:00:00.000Z',
    provider: 'test',
    ...more,
  };
}
