/** What a parameter's value must be. Numbers carry their bounds, both included. */
export type ParameterType =
  | { readonly is: 'number' | 'integer'; readonly min: number; readonly max: number }
  | { readonly is: 'boolean' | 'text' | 'texts' };

const count: ParameterType = { is: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER };
const penalty: ParameterType = { is: 'number', min: -2, max: 2 };
const share: ParameterType = { is: 'number', min: 0, max: 1 };
const seed: ParameterType = { is: 'integer', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

const types: ReadonlyMap<string, ParameterType> = new Map<string, ParameterType>([
  ['temperature', { is: 'number', min: 0, max: 2 }],
  ['top_p', share],
  ['min_p', share],
  ['top_k', { is: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER }],
  ['max_tokens', count],
  ['max_completion_tokens', count],
  ['frequency_penalty', penalty],
  ['presence_penalty', penalty],
  ['seed', seed],
  ['n', count],
  ['stop', { is: 'texts' }],
  ['logprobs', { is: 'boolean' }],
  ['parallel_tool_calls', { is: 'boolean' }],
  ['reasoning_effort', { is: 'text' }],
]);

const otherSpellings: ReadonlyMap<string, string> = new Map([
  ['maxoutputtokens', 'max_tokens'],
  ['maxnewtokens', 'max_tokens'],
  ['stopsequence', 'stop'],
  ['stopsequences', 'stop'],
  ['candidatecount', 'n'],
]);

const spellings: ReadonlyMap<string, string> = new Map([
  ...otherSpellings,
  ...[...types.keys()].map((name) => [squeezed(name), name] as const),
]);

/** The name under which versions of a prompt are compared: `maxTokens` → `max_tokens`. Names nobody knows stay. */
export function canonicalParameter(name: string): string {
  return spellings.get(squeezed(name)) ?? name;
}

/** What the value of a parameter must be; undefined where nobody knows. */
export function parameterType(canonicalName: string): ParameterType | undefined {
  return types.get(canonicalName);
}

function squeezed(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
