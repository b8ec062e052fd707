import type { Criterion } from './criterion.js';
import { differenceLine, ratioLine, type Hypothesis } from './hypothesis.js';
import { processBeyond } from './processes.js';
import { Scale } from './scale.js';
import type { Window } from './windows.js';

/** Between which values the truth lies. */
export interface Interval {
  /** Candidate minus baseline, in the metric's unit; or, where the margin is a share of the baseline, candidate ÷ baseline. */
  readonly is: 'difference' | 'ratio';
  readonly low: number;
  readonly high: number;
}

/** The chance, over the whole rollout, that the interval ever misses the truth. */
const miss = 0.05;
const threshold = Math.log(2 / miss);
/** Ratios further from 1 than this, up or down, count as without bound. */
const mostLogRatio = Math.log(100);
const stepsInside = 5;

/**
 * The differences (or ratios) δ that neither the evidence above δ nor the evidence below it has refuted: it holds the truth,
 * at all looks at once, with a chance of 95 %, if the truth stays the same. The evidence is that of harm and proof with
 * δ in place of the margin, up to now.
 *
 * Its ends are found from the middle outward, then between the last two points by false position (Illinois), to a small part
 * of the standard error. Where the data gives no end, it is the last value possible (0 and Infinity for ratios).
 * @param windows scaled to [0, 1]
 * @returns undefined where there is no window
 */
export function intervalOf(criterion: Criterion, windows: readonly Window[]): Interval | undefined {
  const middle = blockwiseMeans(windows);
  if (!middle) return undefined;
  const { low, width } = new Scale(criterion);
  const excess = (line: Pick<Hypothesis, 'slope' | 'offset'>, side: 1 | -1): number => {
    const process = processBeyond(criterion, { ...line, side });
    for (const window of windows) process.add(window);
    return process.log - threshold;
  };
  const { candidate, baseline, error } = middle;
  if ('absolute' in criterion.by) {
    const end = (side: 1 | -1): number =>
      outward(
        (value) => excess(differenceLine(criterion, value), side),
        (candidate - baseline) * width,
        -side * error * width,
        -side * width,
      );
    return { is: 'difference', low: end(1), high: end(-1) };
  }
  const [ofCandidate, ofBaseline] = [low + candidate * width, low + baseline * width];
  const logRatio = Math.log(ofCandidate / ofBaseline);
  const from = Math.max(-mostLogRatio, Math.min(mostLogRatio, Number.isNaN(logRatio) ? 0 : logRatio));
  const step = Math.min(1, Math.abs((error * width) / ofBaseline) || 1);
  const end = (side: 1 | -1): number =>
    outward((value) => excess(ratioLine(criterion, Math.exp(value)), side), from, -side * step, -side * mostLogRatio);
  const [least, greatest] = [end(1), end(-1)];
  return {
    is: 'ratio',
    low: least <= -mostLogRatio ? 0 : Math.exp(least),
    high: greatest >= mostLogRatio ? Infinity : Math.exp(greatest),
  };
}

/**
 * Where a function that is negative at `from` becomes 0, on the way to `last`.
 * @param step the first one, toward `last`; each next is twice as long
 * @returns `from` where the function is not negative there; `last` where it is negative all the way
 */
function outward(excess: (value: number) => number, from: number, step: number, last: number): number {
  let [inner, ofInner] = [from, excess(from)];
  if (ofInner >= 0) return from;
  for (let length = step; ; length *= 2) {
    const isLast = Math.abs(inner + length - from) >= Math.abs(last - from);
    const next = isLast ? last : inner + length;
    const ofNext = excess(next);
    if (ofNext >= 0) return between(excess, inner, ofInner, next, ofNext);
    if (isLast) return last;
    [inner, ofInner] = [next, ofNext];
  }
}

/** The root between a point where a function is negative and one where it is not; the nearest point found where it is not. */
function between(
  excess: (value: number) => number,
  inner: number,
  ofInner: number,
  outer: number,
  ofOuter: number,
): number {
  let [negative, ofNegative, other, ofOther, movedBefore] = [inner, ofInner, outer, ofOuter, ''];
  for (let step = 0; step < stepsInside; step++) {
    const next = negative + ((other - negative) * ofNegative) / (ofNegative - ofOther);
    const ofNext = excess(next);
    const moved = ofNext < 0 ? 'negative' : 'other';
    if (moved === 'negative') [negative, ofNegative] = [next, ofNext];
    else [other, ofOther] = [next, ofNext];
    // An end that stays twice is weighed less, or the other would creep.
    if (moved === movedBefore && moved === 'negative') ofOther /= 2;
    if (moved === movedBefore && moved === 'other') ofNegative /= 2;
    movedBefore = moved;
  }
  return other;
}

/**
 * Means of both arms, scaled, as compared inside windows (weights n_c n_b/(n_c + n_b), Mantel and Haenszel), and the
 * standard error of their difference.
 */
function blockwiseMeans(
  windows: readonly Window[],
): { readonly candidate: number; readonly baseline: number; readonly error: number } | undefined {
  let [weights, ofCandidate, ofBaseline, spread] = [0, 0, 0, 0];
  for (const { candidate, baseline } of windows) {
    const weight = (candidate.n * baseline.n) / (candidate.n + baseline.n);
    const [meanOfCandidate, meanOfBaseline] = [candidate.sum / candidate.n, baseline.sum / baseline.n];
    weights += weight;
    ofCandidate += weight * meanOfCandidate;
    ofBaseline += weight * meanOfBaseline;
    const squares =
      candidate.sumOfSquares - candidate.sum * meanOfCandidate + baseline.sumOfSquares - baseline.sum * meanOfBaseline;
    spread += (weight * squares) / (candidate.n + baseline.n);
  }
  if (weights === 0) return undefined;
  const error = Math.sqrt(Math.max(spread, smallestSpread) / weights / weights);
  return { candidate: ofCandidate / weights, baseline: ofBaseline / weights, error };
}

/** Where all units have one value, steps must not be of length 0. */
const smallestSpread = 1e-6;
