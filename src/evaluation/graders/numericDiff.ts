import { scored, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';

/** autoevals' NumericDiff, which promptfoo does not have. */
export const numericDiff: Grader = {
  name: 'numeric-diff',
  origin: 'ours',
  summary: 'The output is a number near this one: 1 − |difference| / (|one| + |other|).',
  value: 'number; `threshold`, 1 unless said: the same number',
  grade: ({ output }, { value, threshold = 1 }): Finding => {
    const wanted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof wanted !== 'number' || !Number.isFinite(wanted)) return { mistake: 'Its value must be a number.' };
    const text = outputText(output).trim();
    const number = text === '' ? NaN : Number(text);
    if (!Number.isFinite(number)) return { holds: false, score: 0, reason: 'The output is not a number.' };
    return scored('The likeness is', likeNumber(number, wanted), threshold);
  },
};

/** 0–1; 1 for the same number, 0 for numbers of unlike signs. */
export function likeNumber(one: number, other: number): number {
  const size = Math.abs(one) + Math.abs(other);
  if (one === other || !Number.isFinite(size)) return one === other ? 1 : 0;
  return Math.max(0, 1 - Math.abs(one - other) / size);
}
