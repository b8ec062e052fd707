import { scored, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { ngramCounts, runCount, sharedCount } from './ngrams.js';
import { outputText } from './outputText.js';
import { references } from './references.js';

export const bleu: Grader = {
  name: 'bleu',
  origin: 'promptfoo',
  summary: 'BLEU-4: how many runs of one to four words of the output occur in a reference.',
  value: 'text, or list of texts; `threshold`, 0.5 unless said',
  grade: ({ output }, { value, threshold = 0.5 }): Finding => {
    const wanted = references(value);
    if (!wanted) return { mistake: 'Its value must be a text, or a list of texts, not empty.' };
    return scored('BLEU is', score(outputText(output), wanted), threshold);
  },
};

/**
 * Papineni et al. 2002, as promptfoo has it: runs that are longer than the output are left out, a precision of 0 counts as 10⁻⁷,
 * and the reference whose length is closest sets the brevity penalty, the shorter one of two.
 */
function score(output: string, wanted: readonly string[]): number {
  if (output.trim() === '') return 0;
  const words = wordsOf(output);
  const others = wanted.map(wordsOf);
  const orders = [1, 2, 3, 4].filter((n) => runCount(words.length, n) > 0);
  const logs = orders.map((n) => {
    const counts = ngramCounts(words, n);
    const shared = Math.max(...others.map((other) => sharedCount(counts, ngramCounts(other, n))));
    return Math.log(shared === 0 ? 1e-7 : shared / runCount(words.length, n));
  });
  const [closest = 0] = others
    .map((other) => other.length)
    .sort((a, b) => Math.abs(a - words.length) - Math.abs(b - words.length) || a - b);
  const penalty = words.length > closest ? 1 : Math.exp(1 - closest / words.length);
  return penalty * Math.exp(logs.reduce((sum, log) => sum + log, 0) / orders.length);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().trim().split(/\s+/);
}
