import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';

export const contains = containing('contains', 'The output contains this text.', (text) => text);
export const icontains = containing(
  'icontains',
  'The output contains this text, ignoring upper and lower case.',
  (text) => text.toLowerCase(),
);

function containing(name: string, summary: string, folded: (text: string) => string): Grader {
  return {
    name,
    origin: 'promptfoo',
    summary,
    value: 'text or number, not empty',
    grade: ({ output }, { value }): Finding => {
      if ((typeof value !== 'string' && typeof value !== 'number') || value === '')
        return { mistake: 'Its value must be a text or a number, not empty.' };
      const holds = folded(outputText(output)).includes(folded(String(value)));
      return found(holds, `The output ${holds ? 'contains' : 'does not contain'} ${shown(value)}.`);
    },
  };
}
