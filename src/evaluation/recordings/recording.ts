import { withoutSecrets } from '../../prompts/formats/findSecrets.js';
import { isObject, parseJson } from '../../prompts/json.js';
import type { ModelOutput } from '../modelOutput.js';
import type { ModelRequest } from '../modelRequest.js';
import { parseModelOutput } from '../parseModelOutput.js';

/**
 * An output as it is stored: one line of `<prompt>.recordings.jsonl`, which is
 * `{"key","case","prompt","sample","request","output","model","recorded","provider"}` with the meanings below.
 */
export interface Recording {
  /** `requestKey` of the request before its secrets were taken out. */
  readonly key: string;
  readonly case: string;
  /** The prompt's identity. */
  readonly prompt: string;
  /** Which of the case's repeats, from 0. */
  readonly sample: number;
  /** Whole, so that a request that was not recorded can be compared with it; without secrets. */
  readonly request: ModelRequest;
  /** `{text, toolCalls?, finishReason?, tokens?, cost?, approximate?}`, without secrets. */
  readonly output: ModelOutput;
  /** The model that answered, as it calls itself. */
  readonly model?: string;
  /** ISO 8601. */
  readonly recorded: string;
  /** The provider's name. */
  readonly provider: string;
}

/** Where recordings of a prompt stand, from the root of the repository. */
export function recordingsPath(prompt: string): string {
  return `${prompt}.recordings.jsonl`;
}

/** A recording as a line of its file, without the line's end, and without secrets. */
export function recordingLine(recording: Recording): string {
  const { key, case: of, prompt, sample, request, output, model, recorded, provider } = recording;
  return jsonWithoutSecrets({ key, case: of, prompt, sample, request, output, model, recorded, provider });
}

/** JSON without literal secrets, wherever they stand. */
export function jsonWithoutSecrets(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return withoutSecrets(inner);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, of]) => [withoutSecrets(key), of]));
  });
}

/** Reads a line of a recordings file. Never throws. @returns why it is no recording: the end of a sentence */
export function parseRecording(line: string): Recording | { readonly problem: string } {
  const value = parseJson(line);
  if (value === undefined) return { problem: 'it is no JSON' };
  if (!isObject(value)) return { problem: 'it is no JSON object' };
  const { key, case: of, prompt, sample, request, model, recorded, provider } = value;
  if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key)) return { problem: '`key` is no SHA-256 in hex' };
  if (typeof of !== 'string') return { problem: '`case` is no text' };
  if (typeof prompt !== 'string') return { problem: '`prompt` is no text' };
  if (typeof sample !== 'number' || !Number.isSafeInteger(sample) || sample < 0)
    return { problem: '`sample` is no whole number from 0' };
  if (!isObject(request)) return { problem: '`request` is no JSON object' };
  if (model !== undefined && typeof model !== 'string') return { problem: '`model` is no text' };
  if (typeof recorded !== 'string' || !isTime(recorded)) return { problem: '`recorded` is no ISO 8601 time' };
  if (typeof provider !== 'string') return { problem: '`provider` is no text' };
  const output = parseModelOutput(value.output);
  if ('problem' in output) return { problem: `of its \`output\`, ${output.problem}` };
  return { key, case: of, prompt, sample, request, output, ...(model !== undefined && { model }), recorded, provider };
}

/** What a recording replays. */
export function outputOf({ output, model, recorded }: Recording): ModelOutput {
  return { ...output, ...(model !== undefined && { model }), recorded };
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The order of recordings in their file, the same on every machine: by case, sample, key. */
export function byCase(a: Ordered, b: Ordered): number {
  return compare(a.case, b.case) || a.sample - b.sample || compare(a.key, b.key);
}

type Ordered = Pick<Recording, 'case' | 'sample' | 'key'>;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
