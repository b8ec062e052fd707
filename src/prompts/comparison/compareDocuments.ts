import type { PromptDocument } from '../promptDocument.js';
import type { Comparison } from './comparison.js';
import type { TokenCounter } from './countTokens.js';

/** Compares two versions of a prompt by what they mean. Never throws; pure. */
export function compareDocuments(before: PromptDocument, after: PromptDocument, tokens: TokenCounter): Comparison {
  return {
    class: before.source === after.source ? 'none' : 'wording',
    breaking: [],
    formatBefore: before.format,
    formatAfter: after.format,
    parts: [],
    variables: [],
    parameters: [],
    schema: [],
    tools: [],
    cases: [],
    metadata: [],
    tokens: { before: tokens(before.source), after: tokens(after.source), exact: tokens.exact },
  };
}
