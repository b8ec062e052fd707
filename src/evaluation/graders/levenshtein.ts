import { distance } from 'fastest-levenshtein';
import { figure, found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';

export const levenshtein: Grader = {
  name: 'levenshtein',
  origin: 'promptfoo',
  summary: 'At most `threshold` characters must be added, removed or replaced to get from the output to this text.',
  value: 'text; `threshold`, 5 unless said',
  grade: ({ output }, { value, threshold = 5 }): Finding => {
    if (typeof value !== 'string') return { mistake: 'Its value must be a text.' };
    const edits = distance(outputText(output), value);
    const holds = edits <= threshold;
    return found(holds, `${edits} edits away, ${holds ? 'at most' : 'over'} ${figure(threshold)}.`);
  },
};
