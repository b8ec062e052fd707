import { scored, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { ngramCounts, runCount, sharedCount } from './ngrams.js';
import { outputText } from './outputText.js';
import { references } from './references.js';

export const gleu: Grader = {
  name: 'gleu',
  origin: 'promptfoo',
  summary: 'Google-BLEU: as BLEU, but the lesser of precision and recall, against the reference that fits best.',
  value: 'text, or list of texts; `threshold`, 0.5 unless said',
  grade: ({ output }, { value, threshold = 0.5 }): Finding => {
    const wanted = references(value);
    if (!wanted) return { mistake: 'Its value must be a text, or a list of texts, not empty.' };
    const words = wordsOf(outputText(output));
    return scored('GLEU is', Math.max(...wanted.map((text) => score(words, wordsOf(text)))), threshold);
  },
};

/** Wu et al. 2016: shared runs of one to four words, over the runs of whichever text has more. */
function score(words: readonly string[], wanted: readonly string[]): number {
  const orders = [1, 2, 3, 4];
  const shared = orders.reduce((sum, n) => sum + sharedCount(ngramCounts(words, n), ngramCounts(wanted, n)), 0);
  const most = orders.reduce((sum, n) => sum + runCount(Math.max(words.length, wanted.length), n), 0);
  return most === 0 ? 0 : shared / most;
}

/** In lower case, without the full stops that end them; none where nothing else is left. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/\.+$/, ''));
  return words.some((word) => word !== '') ? words : [];
}
