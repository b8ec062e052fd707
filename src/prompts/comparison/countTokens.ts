/** Counts the tokens of a text. */
export interface TokenCounter {
  (text: string): number;
  /** Whether a tokenizer counts; else it is an estimate. */
  readonly exact: boolean;
}

/** Four characters a token: near enough where no tokenizer is at hand, and shown with `~`. */
export const estimateTokens: TokenCounter = Object.assign((text: string) => Math.ceil(text.length / 4), {
  exact: false,
});
