import type { JsonValue } from '../../prompts/json.js';
import type { Assertion } from '../graders/assertion.js';
import { assertionTypes } from './assertionTypes.js';

const lists = new Set(['contains-all', 'contains-any', 'icontains-all', 'icontains-any']);
const verbatim = new Set(['contains-json', 'is-json']);
/** The checks to which promptfoo gives a threshold, in brackets or by default, when they are written as a text. */
const graded = new Set([
  ...['answer-relevance', 'classifier', 'context-faithfulness', 'context-recall', 'context-relevance', 'cost'],
  ...['latency', 'levenshtein', 'perplexity-score', 'perplexity', 'rouge-n', 'similar', 'starts-with'],
]);

const form = new RegExp(`^(not-)?(${assertionTypes.join('|')})(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`);

/**
 * Reads a check that is written as one text, as promptfoo does in the `__expected` columns of its CSV files
 * (`assertionFromString`, 0.122): `contains:foo`, `icontains-any:a,b`, `not-is-refusal`, `levenshtein(5):foo`, `grade:…`.
 * Anything else is what the output must equal.
 */
export function parseShorthand(written: string): Pick<Assertion, 'type' | 'value' | 'threshold'> {
  const text = written.trim();
  const code = /^(?:javascript|fn|eval):([\s\S]*)$|^file:\/\/(.*\.[cm]?[jt]s(?::.*)?)$/.exec(text);
  if (code) return { type: 'javascript', value: (code[1] ?? code[2] ?? '').trim() };
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(text);
  if (rubric) return { type: 'llm-rubric', value: rubric[1] ?? '' };
  const python = /^python:([\s\S]*)$|^file:\/\/(.*\.py(?::.*)?)$/.exec(text);
  if (python) return { type: 'python', value: (python[1] ?? python[2] ?? '').trim() };
  const match = form.exec(text);
  if (!match) return { type: 'equals', value: text };

  const [, not = '', name = '', threshold, value] = match;
  return {
    type: `${not}${name}`,
    ...(value !== undefined && { value: valueOf(name, value) }),
    ...(graded.has(name) && { threshold: threshold === undefined ? usualThreshold(name) : Number(threshold) }),
  };
}

function valueOf(name: string, text: string): JsonValue {
  if (lists.has(name)) return text === '' ? text : text.split(',').map((item) => item.trim());
  return verbatim.has(name) ? text : text.trim();
}

function usualThreshold(name: string): number {
  return name === 'similar' ? 0.8 : 0.75;
}
