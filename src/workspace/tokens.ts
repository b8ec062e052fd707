import { HumanError } from '../prompts/humanError.js';
import { isObject, parseJson } from '../prompts/json.js';

/** The token for an origin such as `https://api.openai.com`, where there is one. It is sent to that origin and nowhere else. */
export type Token = (origin: string) => Promise<string | undefined>;

/** The environment variable that holds the tokens for the terminal. */
export const tokensVariable = 'PROMPT_ROLLOUT_TOKENS';

/**
 * Reads the tokens of the terminal: a JSON object from origin to token.
 * @param text undefined or empty: there are none
 * @throws HumanError that repeats nothing of the text, since any of it may be secret
 */
export function parseTokens(text: string | undefined): Token {
  const value = text === undefined || text.trim() === '' ? {} : parseJson(text);
  const mistake = (what: string): HumanError =>
    new HumanError(
      'input',
      `${tokensVariable} ${what}. It is a JSON object from origin to token, such as {"https://api.example.org": "…"}.`,
    );
  if (!isObject(value)) throw mistake('cannot be read');
  const tokens = Object.entries(value).map(([address, token], index): [string, string] => {
    const origin = originOf(address);
    if (origin === undefined) throw mistake(`has no origin in its entry ${index + 1}`);
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw mistake(`has no token that can be sent in its entry ${index + 1}`);
    return [origin, token];
  });
  const known = new Map(tokens);
  return (origin) => Promise.resolve(known.get(origin));
}

function originOf(address: string): string | undefined {
  const isPlain = /^https?:\/\/[^/?#@\s]+\/?$/i.test(address);
  return isPlain && URL.canParse(address) ? new URL(address).origin : undefined;
}
