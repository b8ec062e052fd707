import type { Block, Sums } from '../blocks.js';
import type { Scale } from './scale.js';

/** The units of two arms in one or several blocks in a row, their values scaled to [0, 1]. */
export interface Window {
  /** Index of its last block. */
  readonly end: number;
  readonly candidate: Sums;
  readonly baseline: Sums;
}

interface Arms {
  readonly candidate: readonly Block[];
  readonly baseline: readonly Block[];
}

type IsFull = (candidate: Sums, baseline: Sums) => boolean;

/** Fewer units of the candidate than this are compared together with those of the next blocks. */
const leastCandidateUnits = 20;

/**
 * The windows in which the arms are compared: blocks, merged forward until there are at least 20 units of the candidate
 * and one of the baseline that have a value. Which blocks are merged follows from their numbers of units alone, so everyone
 * who looks at whatever time has the same windows. What is left at the end is not full yet, and in none.
 * @param blocks per arm in the order of time
 * @param before index of the first block that may still change
 */
export function comparisonWindows(blocks: Arms, metric: string, scale: Scale, before: number): Window[] {
  const isFull: IsFull = (candidate, baseline) => candidate.n >= leastCandidateUnits && baseline.n >= 1;
  return merged(blocks, metric, scale, before, isFull);
}

/** The same without merging: one window per block in which one of the arms has a unit. */
export function singleWindows(blocks: Arms, metric: string, scale: Scale, before: number): Window[] {
  return merged(blocks, metric, scale, before, (candidate, baseline) => candidate.n + baseline.n > 0);
}

function merged(blocks: Arms, metric: string, scale: Scale, before: number, isFull: IsFull): Window[] {
  const windows: Window[] = [];
  let [inCandidate, inBaseline] = [0, 0];
  let [candidate, baseline] = [nothing, nothing];
  for (;;) {
    const ofCandidate = blocks.candidate[inCandidate];
    const ofBaseline = blocks.baseline[inBaseline];
    const end = Math.min(ofCandidate?.index ?? Infinity, ofBaseline?.index ?? Infinity);
    if (end === Infinity || end >= before) return windows;
    if (ofCandidate?.index === end) {
      candidate = plus(candidate, ofCandidate.metrics[metric]);
      inCandidate++;
    }
    if (ofBaseline?.index === end) {
      baseline = plus(baseline, ofBaseline.metrics[metric]);
      inBaseline++;
    }
    if (isFull(candidate, baseline)) {
      windows.push({ end, candidate: scale.sums(candidate), baseline: scale.sums(baseline) });
      [candidate, baseline] = [nothing, nothing];
    }
  }
}

/** The sums of two groups of units together. */
export function plus(some: Sums, more: Sums | undefined): Sums {
  if (!more) return some;
  if (some.n === 0) return more;
  return { n: some.n + more.n, sum: some.sum + more.sum, sumOfSquares: some.sumOfSquares + more.sumOfSquares };
}

/** Of no units. */
export const nothing: Sums = { n: 0, sum: 0, sumOfSquares: 0 };
