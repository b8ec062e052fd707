import type { ModelOutput } from '../modelOutput.js';
import { requestKey } from '../modelRequest.js';
import { outputOf } from '../recordings/recording.js';
import type { Recordings } from '../recordings/recordings.js';
import type { Asked, Missing, Provider } from './provider.js';
import { recorded } from './recorded.js';

/**
 * What is done with recordings. `replay`: nothing else is used. `record missing`: what is not recorded is asked for and
 * recorded. `refresh`: everything is asked for and recorded anew. `live`: recordings are neither used nor made.
 */
export type RecordingMode = 'replay' | 'record missing' | 'refresh' | 'live';

/**
 * A provider together with the recordings of the prompt it is asked for. What an interrupted run recorded is not asked
 * for again, in `refresh` neither.
 */
export function withRecordings(provider: Provider, recordings: Recordings, mode: RecordingMode): Provider {
  if (mode === 'live') return provider;
  if (mode === 'replay') return recorded(recordings);

  const made = new Set<string>();
  const turns = new Map<string, Promise<unknown>>();

  async function complete(asked: Asked, key: string, signal: AbortSignal): Promise<ModelOutput | Missing> {
    if (mode === 'record missing' || made.has(key) || recordings.isLeft(asked)) {
      const found = await recordings.find(asked);
      if (found) return outputOf(found);
    }
    const output = await provider.complete(asked, signal);
    if ('missing' in output) return output;
    const { recorded: _, ...stored } = outputOf(await recordings.add(asked, output, provider.name));
    made.add(key);
    return { ...stored, ...(output.latency !== undefined && { latency: output.latency }) };
  }

  return {
    ...provider,
    complete: (asked, signal) => {
      // Cases that make the same request share one answer: each waits for the one before it.
      const key = requestKey(asked.request, asked.sample);
      const turn = Promise.resolve(turns.get(key)).then(
        () => complete(asked, key, signal),
        () => complete(asked, key, signal),
      );
      turns.set(key, turn);
      return turn;
    },
  };
}
