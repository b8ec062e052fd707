import type { JsonValue } from '../../prompts/json.js';
import { scored, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { isTextual } from './textList.js';

export const toolCallF1: Grader = {
  name: 'tool-call-f1',
  origin: 'promptfoo',
  summary: 'The output calls these tools and no others (F1 of their names), ignoring order, number and arguments.',
  value: 'list of names, or one text with commas between; `threshold`, 1 unless said',
  grade: ({ output: { toolCalls = [] } }, { value, threshold = 1 }): Finding => {
    const wanted = new Set(namesOf(value));
    if (wanted.size === 0) return { mistake: 'Its value must be a list of tool names, not empty.' };
    const called = new Set(toolCalls.map(({ name }) => name));
    const both = [...called].filter((name) => wanted.has(name)).length;
    const words = `The output calls ${called.size === 0 ? 'no tool' : shown([...called])}: F1 is`;
    return scored(words, (2 * both) / (called.size + wanted.size), threshold);
  },
};

function namesOf(value: JsonValue | undefined): readonly string[] {
  const names =
    typeof value === 'string' ? value.split(',') : Array.isArray(value) && value.every(isTextual) ? value : [];
  return names.map((name) => String(name).trim()).filter((name) => name !== '');
}
