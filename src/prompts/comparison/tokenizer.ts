import { estimateTokens, type TokenCounter } from './countTokens.js';

/**
 * The counter for a model, loaded on first use: exact for models of the OpenAI families, whose tokenizers are public,
 * an estimate for all others.
 * @param model as the prompt names it, with or without its provider (`openai/gpt-4o`)
 */
export async function loadTokenCounter(model: string | undefined): Promise<TokenCounter> {
  const name = model?.split('/').at(-1)?.toLowerCase() ?? '';
  if (!/^(gpt-|o\d|chatgpt)/.test(name)) return estimateTokens;
  const { countTokens } = /^(gpt-3\.5|gpt-4(?![\do.]))/.test(name)
    ? await import('gpt-tokenizer/encoding/cl100k_base')
    : await import('gpt-tokenizer/encoding/o200k_base');
  // Text that spells a control token is text: nobody can inject one.
  const allText = { disallowedSpecial: new Set<string>() };
  return Object.assign((text: string) => countTokens(text, allText), { exact: true });
}
