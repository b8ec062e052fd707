import type { CostChange, TokenChange } from './comparison.js';

/** US dollars for a million tokens. */
export interface Price {
  readonly prompt: number;
  readonly completion: number;
}

/** As the vendors' price pages said (OpenAI, Anthropic, Google). */
const perMillion: ReadonlyMap<string, Price> = new Map([
  ['gpt-4o', { prompt: 2.5, completion: 10 }],
  ['gpt-4o-mini', { prompt: 0.15, completion: 0.6 }],
  ['gpt-4.1', { prompt: 2, completion: 8 }],
  ['gpt-4.1-mini', { prompt: 0.4, completion: 1.6 }],
  ['gpt-4.1-nano', { prompt: 0.1, completion: 0.4 }],
  ['gpt-5', { prompt: 1.25, completion: 10 }],
  ['gpt-5-mini', { prompt: 0.25, completion: 2 }],
  ['gpt-5-nano', { prompt: 0.05, completion: 0.4 }],
  ['o3', { prompt: 2, completion: 8 }],
  ['o4-mini', { prompt: 1.1, completion: 4.4 }],
  ['claude-sonnet-4', { prompt: 3, completion: 15 }],
  ['claude-3-5-haiku', { prompt: 0.8, completion: 4 }],
  ['gemini-2.5-pro', { prompt: 1.25, completion: 10 }],
  ['gemini-2.5-flash', { prompt: 0.3, completion: 2.5 }],
  ['gemini-2.0-flash', { prompt: 0.1, completion: 0.4 }],
]);
const priced = '2025-08';

/** The price of a model's tokens; undefined for a model whose price nobody told us. A date in its name does not count. */
export function pricePerMillion(model: string | undefined): Price | undefined {
  const name = model?.split('/').at(-1)?.toLowerCase() ?? '';
  return perMillion.get(name) ?? perMillion.get(name.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, ''));
}

/** What one prompt costs before and after; undefined where neither model has a price. */
export function costChange(
  tokens: TokenChange,
  modelBefore: string | undefined,
  modelAfter: string | undefined,
): CostChange | undefined {
  const [before, after] = [pricePerMillion(modelBefore)?.prompt, pricePerMillion(modelAfter)?.prompt];
  if (before === undefined && after === undefined) return undefined;
  return {
    ...(before !== undefined && { before: (tokens.before * before) / 1_000_000 }),
    ...(after !== undefined && { after: (tokens.after * after) / 1_000_000 }),
    priced,
  };
}
