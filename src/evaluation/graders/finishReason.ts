import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';

export const finishReason: Grader = {
  name: 'finish-reason',
  origin: 'promptfoo',
  summary: 'The model stopped for this reason.',
  value: '`stop`, `length`, `tool_calls`, `content_filter`',
  grade: ({ output }, { value }): Finding => {
    if (typeof value !== 'string') return { mistake: 'Its value must be a text.' };
    const reason = output.finishReason;
    if (!reason) return { unsupported: 'It is not known why the model stopped.' };
    return found(reason.toLowerCase() === value.toLowerCase(), `The model stopped for ${shown(reason)}.`);
  },
};
