import type { CostChange, TokenChange } from './comparison.js';

/** US dollars for a million tokens of a prompt, as the vendors' price pages said (OpenAI, Anthropic, Google). */
const perMillion: ReadonlyMap<string, number> = new Map([
  ['gpt-4o', 2.5],
  ['gpt-4o-mini', 0.15],
  ['gpt-4.1', 2],
  ['gpt-4.1-mini', 0.4],
  ['gpt-4.1-nano', 0.1],
  ['gpt-5', 1.25],
  ['gpt-5-mini', 0.25],
  ['gpt-5-nano', 0.05],
  ['o3', 2],
  ['o4-mini', 1.1],
  ['claude-sonnet-4', 3],
  ['claude-3-5-haiku', 0.8],
  ['gemini-2.5-pro', 1.25],
  ['gemini-2.5-flash', 0.3],
  ['gemini-2.0-flash', 0.1],
]);
const priced = '2025-08';

/** The price of a million tokens; undefined for a model whose price nobody told us. A date in its name does not count. */
export function pricePerMillion(model: string | undefined): number | undefined {
  const name = model?.split('/').at(-1)?.toLowerCase() ?? '';
  return perMillion.get(name) ?? perMillion.get(name.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, ''));
}

/** What one prompt costs before and after; undefined where neither model has a price. */
export function costChange(
  tokens: TokenChange,
  modelBefore: string | undefined,
  modelAfter: string | undefined,
): CostChange | undefined {
  const [before, after] = [pricePerMillion(modelBefore), pricePerMillion(modelAfter)];
  if (before === undefined && after === undefined) return undefined;
  return {
    ...(before !== undefined && { before: (tokens.before * before) / 1_000_000 }),
    ...(after !== undefined && { after: (tokens.after * after) / 1_000_000 }),
    priced,
  };
}
