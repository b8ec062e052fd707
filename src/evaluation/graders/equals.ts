import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../prompts/json.js';
import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';
import { parsedJson } from './parsedJson.js';

/** The whole output, and nothing around it. */
export const equals: Grader = {
  name: 'equals',
  origin: 'promptfoo',
  summary: 'The output is exactly this: as text, or as JSON where the value is an object, a list or null.',
  value: 'any',
  grade: ({ output }, { value }): Finding => {
    if (value === undefined) return { mistake: 'It needs a `value`.' };
    const holds = isEqual(outputText(output), value);
    return found(holds, `The output is ${holds ? '' : 'not '}${shown(value)}.`);
  },
};

function isEqual(text: string, value: JsonValue): boolean {
  if (typeof value !== 'object') return text === String(value);
  const json = parsedJson(text);
  return json !== undefined && isDeepStrictEqual(json.value, value);
}
