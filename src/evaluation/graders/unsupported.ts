import { suggestion } from '../../prompts/suggestion.js';

/** Graders of promptfoo and GitHub that are known and not here, by the reason why. */
const reasons: readonly (readonly [reason: string, names: readonly string[]])[] = [
  ['It runs code, which a check here never does.', ['javascript', 'python', 'ruby']],
  ['It sends the output to a server.', ['webhook', 'pi']],
  [
    'It needs a model for embeddings, classes or moderation.',
    ['similar', 'similar:cosine', 'similar:dot', 'similar:euclidean', 'classifier', 'moderation', 'guardrails'],
  ],
  [
    'It asks a model in a way of its own; `llm-rubric` can ask the same in words.',
    [
      'agent-rubric',
      'answer-relevance',
      'context-faithfulness',
      'context-recall',
      'context-relevance',
      'conversation-relevance',
      'factuality',
      'g-eval',
      'model-graded-closedqa',
      'model-graded-factuality',
      'search-rubric',
    ],
  ],
  ['The probabilities of tokens are not kept with an output.', ['perplexity', 'perplexity-score']],
  [
    'It needs a trace of what the application did.',
    [
      'skill-used',
      'trace-error-spans',
      'trace-span-count',
      'trace-span-duration',
      'trajectory:goal-success',
      'trajectory:step-count',
      'trajectory:tool-args-match',
      'trajectory:tool-sequence',
      'trajectory:tool-used',
    ],
  ],
  ['It needs a parser of SQL.', ['contains-sql', 'is-sql']],
  ['It needs a parser of HTML or XML.', ['contains-html', 'contains-xml', 'is-html', 'is-xml']],
  ['It needs WordNet.', ['meteor']],
  ['It compares the outputs of several prompts or models with each other.', ['max-score', 'select-best']],
  ['People judge it.', ['human']],
  [
    'It asked a judge of GitHub Models, which ended on 2026-07-30; `llm` can ask the same of another one.',
    ['github/coherence', 'github/fluency', 'github/groundedness', 'github/relevance', 'github/similarity'],
  ],
];

/** Names by reason, for the docs. */
export const unsupportedGraders = reasons;

/**
 * Why there is no grader of this name.
 * @param name without `not-`
 * @param known the names that there are
 */
export function whyUnsupported(name: string, known: readonly string[]): string {
  const reason = reasons.find(([, names]) => names.includes(name))?.[0];
  if (reason !== undefined) return `\`${name}\` is not supported. ${reason}`;
  const meant = suggestion(name, known.map(underscored))?.replaceAll('_', '-');
  return `There is no grader \`${name}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`;
}

/** As suggestions are looked for. */
function underscored(name: string): string {
  return name.replaceAll('-', '_');
}
