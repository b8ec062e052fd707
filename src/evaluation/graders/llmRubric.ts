import { shorten } from '../../prompts/shorten.js';
import { figure, type Finding } from './finding.js';
import type { ModelGrader } from './grader.js';
import { outputText } from './outputText.js';
import { aboutQuotations, answerOf, quotation } from './question.js';

const system = `You judge the output of a language model by a rubric.
${aboutQuotations}
Answer with one JSON object and nothing else:
{"reason": "<one sentence>", "pass": <true where the output does what the rubric asks, else false>, "score": <0 to 1>}`;

export const llmRubric: ModelGrader = {
  name: 'llm-rubric',
  origin: 'promptfoo',
  summary:
    'A model says that the output does what the rubric asks, and scores it as high as `threshold` where there is one.',
  value: 'rubric, as text; `provider`: the model to ask; a `rubricPrompt` of its own cannot be used',
  grade: async ({ output }, { value, threshold = 0, options }, judge, signal): Promise<Finding> => {
    if (typeof value !== 'string' || value.trim() === '') return { mistake: 'Its value must be a rubric, as text.' };
    if (options['rubricPrompt'] !== undefined)
      return {
        unsupported: 'Its `rubricPrompt` would take the place of ours, which keeps the output from giving orders.',
      };
    const user = `${quotation('rubric', value)}\n\n${quotation('output', outputText(output))}`;
    const {
      pass,
      score = pass === true ? 1 : 0,
      reason,
    } = answerOf(await judge({ system, user }, options, signal)) ?? {};
    if (typeof pass !== 'boolean' || typeof score !== 'number' || !(score >= 0 && score <= 1))
      return { unsupported: 'The model that judges did not answer in the form that it was asked for.' };
    const words =
      typeof reason === 'string' ? shorten(reason, 500) : `The model that judges says ${pass ? 'yes' : 'no'}`;
    const low = pass && score < threshold ? ` (${figure(score)}, under ${figure(threshold)})` : '';
    return { holds: pass && score >= threshold, score, reason: `${words}${low}` };
  },
};
