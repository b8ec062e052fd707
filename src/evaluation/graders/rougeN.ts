import { treeBankTokenize } from 'js-rouge';
import { scored, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { ngramCounts, sharedCount } from './ngrams.js';
import { outputText } from './outputText.js';

export const rougeN: Grader = {
  name: 'rouge-n',
  origin: 'promptfoo',
  summary: 'ROUGE-1: how many words output and reference share (F1), ignoring upper and lower case, and order.',
  value: 'text; `threshold`, 0.75 unless said',
  grade: ({ output }, { value, threshold = 0.75 }): Finding => {
    if (typeof value !== 'string') return { mistake: 'Its value must be a text.' };
    return scored('ROUGE-1 is', rouge1(outputText(output), value), threshold);
  },
};

/** Lin 2004, with clipped counts; both texts as one sentence of Penn Treebank tokens, as promptfoo has it. */
function rouge1(output: string, reference: string): number {
  const [ours, theirs] = [output, reference].map((text) => treeBankTokenize(text.toLowerCase()));
  if (!ours?.length || !theirs?.length) return 0;
  return (2 * sharedCount(ngramCounts(ours, 1), ngramCounts(theirs, 1))) / (ours.length + theirs.length);
}
