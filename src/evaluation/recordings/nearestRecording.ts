import { bagOf, similarity } from '../../prompts/comparison/similarity.js';
import { canonicalJson, isObject, parseJson } from '../../prompts/json.js';
import type { ModelRequest } from '../modelRequest.js';
import { jsonWithoutSecrets, type Recording } from './recording.js';
import { requestDifferences } from './requestDifferences.js';

/** The recording that is most like a request which was not recorded. */
export interface Nearest {
  readonly recording: Recording;
  /** From the recording to the request, one phrase each; empty where only what recordings do not hold differs: secrets. */
  readonly differences: readonly string[];
}

/**
 * Finds it: one of the same case where there is one, of those the most similar, of those the latest. Pure.
 * @param asked what was not found
 */
export function nearestRecording(
  asked: { readonly request: ModelRequest; readonly case: string; readonly sample: number },
  recordings: readonly Recording[],
): Nearest | undefined {
  const request = parseJson(jsonWithoutSecrets(asked.request));
  if (!isObject(request)) return undefined;
  const ofCase = recordings.filter((recording) => recording.case === asked.case);
  const bag = bagOf(canonicalJson(request));
  const [best] = (ofCase.length > 0 ? ofCase : recordings)
    .map((recording) => ({ recording, score: similarity(bag, bagOf(canonicalJson(recording.request))) }))
    .sort((a, b) => b.score - a.score || Date.parse(b.recording.recorded) - Date.parse(a.recording.recorded));
  if (!best) return undefined;
  const { recording } = best;
  const sample = recording.sample === asked.sample ? [] : [`sample ${recording.sample} → ${asked.sample}`];
  return { recording, differences: [...requestDifferences(recording.request, request), ...sample] };
}
