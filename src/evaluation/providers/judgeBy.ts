import { HumanError } from '../../prompts/humanError.js';
import type { Judge } from '../graders/grader.js';
import type { Asked, Provider } from './provider.js';

/** The case that judgements are recorded under. */
const judgements = 'judge';

/**
 * Lets a provider's model judge, so that judgements are recorded and replayed as outputs are.
 * @param model who judges where neither case nor grader says so
 */
export function judgeBy(provider: Provider, of: Pick<Asked, 'prompt' | 'version'>, model: string | undefined): Judge {
  return async ({ system, user }, options, signal) => {
    const judge = modelOf(options) ?? model;
    const request = {
      ...(judge !== undefined && { model: judge }),
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      temperature: 0,
    };
    const output = await provider.complete({ ...of, case: judgements, sample: 0, request }, signal);
    if ('missing' in output) throw new HumanError('input', output.missing);
    return output;
  };
}

/** GitHub says `modelId`, promptfoo `provider`: `openai:chat:gpt-4o-mini`. */
function modelOf({ modelId, provider }: Parameters<Judge>[1]): string | undefined {
  if (typeof modelId === 'string') return modelId;
  return typeof provider === 'string' ? provider.slice(provider.lastIndexOf(':') + 1) : undefined;
}
