import { pricePerMillion, type Price } from '../../prompts/comparison/prices.js';
import type { ModelOutput } from '../modelOutput.js';
import type { Provider } from './provider.js';

/** US dollars for a million tokens, by the model's name. */
export type Prices = Readonly<Record<string, Price>>;

/** Says what outputs cost, also recorded ones, where their provider does not. @param prices before those that are known */
export function withPrices(provider: Provider, prices: Prices): Provider {
  return {
    ...provider,
    complete: async (asked, signal) => {
      const output = await provider.complete(asked, signal);
      if ('missing' in output) return output;
      const { model } = asked.request;
      const cost = output.cost ?? costOf(output, output.model ?? (typeof model === 'string' ? model : ''), prices);
      return { ...output, ...(cost !== undefined && { cost }) };
    },
  };
}

/** Undefined where a price or a number of tokens is not known: that is not nothing. */
function costOf({ tokens }: ModelOutput, model: string, prices: Prices): number | undefined {
  const price = Object.hasOwn(prices, model) ? prices[model] : pricePerMillion(model);
  if (!price || tokens?.prompt === undefined || tokens.completion === undefined) return undefined;
  return (tokens.prompt * price.prompt + tokens.completion * price.completion) / 1_000_000;
}
