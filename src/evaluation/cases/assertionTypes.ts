/** The names of promptfoo's checks that a text such as `contains:foo` can name (`BaseAssertionTypesSchema`, 0.122). */
export const assertionTypes: readonly string[] = [
  ...['contains', 'contains-all', 'contains-any', 'icontains', 'icontains-all', 'icontains-any', 'equals', 'regex'],
  ...['starts-with', 'is-refusal', 'word-count', 'levenshtein', 'rouge-n', 'bleu', 'gleu', 'meteor', 'finish-reason'],
  ...['is-json', 'contains-json', 'is-html', 'contains-html', 'is-sql', 'contains-sql', 'is-xml', 'contains-xml'],
  ...['cost', 'latency', 'perplexity', 'perplexity-score', 'similar', 'classifier', 'moderation', 'guardrails', 'pi'],
  ...['is-valid-function-call', 'is-valid-openai-function-call', 'is-valid-openai-tools-call', 'tool-call-f1'],
  ...['llm-rubric', 'g-eval', 'factuality', 'model-graded-closedqa', 'model-graded-factuality', 'search-rubric'],
  ...['agent-rubric', 'answer-relevance', 'context-faithfulness', 'context-recall', 'context-relevance'],
  ...['conversation-relevance', 'javascript', 'python', 'ruby', 'webhook', 'skill-used', 'trajectory:goal-success'],
  ...['trajectory:step-count', 'trajectory:tool-args-match', 'trajectory:tool-sequence', 'trajectory:tool-used'],
  ...['trace-error-spans', 'trace-span-count', 'trace-span-duration'],
];

/** Those that only a mapping with `type` can name. */
export const structuredTypes: readonly string[] = [
  ...['assert-set', 'select-best', 'max-score', 'human', 'similar:cosine', 'similar:dot', 'similar:euclidean'],
];
