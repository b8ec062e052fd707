import { isObject } from '../../prompts/json.js';
import { found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { rangeOf, rangeWords } from './numberRange.js';

/** promptfoo has nothing like it in its releases. */
export const tokens: Grader = {
  name: 'tokens',
  origin: 'ours',
  summary: 'The request took this many tokens, as the provider counted them.',
  value: '`{ min, max }`, of which one may be missing; `of`: `total` (unless said), `completion` or `prompt`',
  grade: ({ output }, { value }): Finding => {
    const range = rangeOf(value);
    const of = (isObject(value) ? value['of'] : undefined) ?? 'total';
    if (!range || (of !== 'total' && of !== 'completion' && of !== 'prompt'))
      return { mistake: 'Its value must have `min` or `max`; `of` is `total`, `completion` or `prompt`.' };
    const { prompt, completion, total = sum(prompt, completion) } = output.tokens ?? {};
    const count = { prompt, completion, total }[of];
    if (count === undefined) return { unsupported: `It is not known how many ${of} tokens this output took.` };
    const holds = count >= range.min && count <= range.max;
    return found(holds, `It took ${count} ${of} tokens, ${rangeWords(count, range)}.`);
  },
};

function sum(prompt: number | undefined, completion: number | undefined): number | undefined {
  return prompt === undefined || completion === undefined ? undefined : prompt + completion;
}
