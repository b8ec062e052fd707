import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';

export const startsWith = edge('starts-with', 'promptfoo', 'start', (text, edge) => text.startsWith(edge));
export const endsWith = edge('ends-with', 'ours', 'end', (text, edge) => text.endsWith(edge));

function edge(
  name: string,
  origin: Grader['origin'],
  verb: string,
  hasEdge: (text: string, edge: string) => boolean,
): Grader {
  return {
    name,
    origin,
    summary: `The output ${verb}s with this text.`,
    value: 'text, not empty',
    grade: ({ output }, { value }): Finding => {
      if (typeof value !== 'string' || value === '') return { mistake: 'Its value must be a text, not empty.' };
      const holds = hasEdge(outputText(output), value);
      return found(holds, `The output ${holds ? `${verb}s` : `does not ${verb}`} with ${shown(value)}.`);
    },
  };
}
