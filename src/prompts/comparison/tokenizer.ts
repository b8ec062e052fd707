import { estimateTokens, type TokenCounter } from './countTokens.js';

/**
 * The counter for a model, loaded on first use: exact for OpenAI's models since GPT-4o, whose tokenizer is public,
 * an estimate for all others.
 * @param model as the prompt names it, with or without its provider (`openai/gpt-4o`)
 */
export async function loadTokenCounter(model: string | undefined): Promise<TokenCounter> {
  const name = model?.split('/').at(-1)?.toLowerCase() ?? '';
  if (!/^(gpt-4o|gpt-4\.[1-9]|gpt-[5-9]|chatgpt-4o|o[1-9])/.test(name)) return estimateTokens;
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // Text that spells a control token is text: nobody can inject one.
  const allText = { disallowedSpecial: new Set<string>() };
  return Object.assign((text: string) => countTokens(text, allText), { exact: true });
}
