import { isObject, type JsonValue } from '../../prompts/json.js';
import { renderGithubModels } from '../../prompts/rendering/engines/githubModels.js';
import { shorten } from '../../prompts/shorten.js';
import { shown, type Finding } from './finding.js';
import type { ModelGrader } from './grader.js';
import { outputText } from './outputText.js';
import { aboutQuotations, answerOf, quotation } from './question.js';

interface Choice {
  readonly choice: string;
  /** 0–1. */
  readonly score: number;
}

/** The `llm` evaluator of a `.prompt.yml`. */
export const githubLlm: ModelGrader = {
  name: 'llm',
  origin: 'GitHub',
  summary: 'A model answers the prompt with one of the choices, whose score is above 0, or as high as `threshold`.',
  value: '`{ modelId, prompt, systemPrompt, choices: [{ choice, score }] }`; `{{completion}}` is the output',
  verbatim: true,
  grade: async ({ output, vars, expected }, { value, threshold, options }, judge, signal): Promise<Finding> => {
    const { modelId, prompt, systemPrompt, choices } = isObject(value) ? value : {};
    const known = choicesOf(choices);
    if (typeof prompt !== 'string' || !known)
      return { mistake: 'It must have a `prompt`, and `choices` with scores from 0 to 1.' };
    const completion = quotation('completion', outputText(output));
    const inputs = { ...(expected !== undefined && { expected }), ...vars, completion };
    const question = {
      system: `${typeof systemPrompt === 'string' ? `${systemPrompt}\n\n` : ''}${rules(known)}`,
      user: renderGithubModels(prompt, inputs, {}),
    };
    const answer = answerOf(await judge(question, modelId === undefined ? options : { ...options, modelId }, signal));
    const said = typeof answer?.['choice'] === 'string' ? answer['choice'].trim().toLowerCase() : undefined;
    const chosen = known.find(({ choice }) => choice.toLowerCase() === said);
    if (!chosen) return { unsupported: 'The model that judges did not answer with one of the choices.' };
    const holds = threshold === undefined ? chosen.score > 0 : chosen.score >= threshold;
    const why = typeof answer?.['reason'] === 'string' ? `: ${shorten(answer['reason'], 500)}` : '.';
    return { holds, score: chosen.score, reason: `The model that judges chose ${shown(chosen.choice)}${why}` };
  },
};

function rules(choices: readonly Choice[]): string {
  return `${aboutQuotations}
Answer with one JSON object and nothing else: {"reason": "<one sentence>", "choice": <one of ${choices.map(({ choice }) => JSON.stringify(choice)).join(', ')}>}`;
}

function choicesOf(value: JsonValue | undefined): readonly Choice[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const choices = value.flatMap((one: unknown): Choice[] => {
    const { choice, score } = isObject(one) ? one : {};
    const text = typeof choice === 'number' ? String(choice) : choice;
    return typeof text === 'string' && typeof score === 'number' && score >= 0 && score <= 1
      ? [{ choice: text.trim(), score }]
      : [];
  });
  return choices.length === value.length ? choices : undefined;
}
