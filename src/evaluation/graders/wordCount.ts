import type { JsonValue } from '../../prompts/json.js';
import { found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { rangeOf, rangeWords, type NumberRange } from './numberRange.js';
import { outputText } from './outputText.js';

export const wordCount: Grader = {
  name: 'word-count',
  origin: 'promptfoo',
  summary: 'The output has this many words: what stands between spaces.',
  value: 'number, or `{ min, max }`, both included, of which one may be missing',
  grade: ({ output }, { value }): Finding => {
    const range = wanted(value);
    if (!range) return { mistake: 'Its value must be a number, or `min` and `max` with `min` ≤ `max`.' };
    const count = outputText(output).match(/\S+/g)?.length ?? 0;
    const holds = count >= range.min && count <= range.max;
    return found(holds, `The output has ${count} ${count === 1 ? 'word' : 'words'}, ${rangeWords(count, range)}.`);
  },
};

function wanted(value: JsonValue | undefined): NumberRange | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number') return Number.isNaN(number) ? undefined : { min: number, max: number };
  return rangeOf(value);
}
