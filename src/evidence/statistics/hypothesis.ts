import type { Criterion } from './criterion.js';
import { Scale } from './scale.js';

/**
 * A line between what is assumed and what is to be shown, over the means θ of both arms, scaled to [0, 1]:
 * θ_candidate = slope × θ_baseline + offset. Evidence is sought that the candidate lies above it (`side` 1) or below (−1).
 */
export interface Hypothesis {
  /** > 0. */
  readonly slope: number;
  readonly offset: number;
  readonly side: 1 | -1;
}

/** That a guardrail got worse by more than its margin. */
export function harmBeyond(criterion: Criterion): Hypothesis {
  return { ...lineOf(criterion), side: worseSide(criterion) };
}

/** That a guardrail did not get worse by its margin; that a success metric got better by more than its goal. */
export function proofWithin(criterion: Criterion): Hypothesis {
  return { ...lineOf(criterion), side: worseSide(criterion) === 1 ? -1 : 1 };
}

/** The side on which things are worse. */
export function worseSide({ worse }: Pick<Criterion, 'worse'>): 1 | -1 {
  return worse === 'higher' ? 1 : -1;
}

/** The distance between line and baseline that is expected, scaled: the unit in which gaps are counted. */
export function gapUnit({ bounds, by, expect }: Criterion): number {
  return ('absolute' in by ? by.absolute : by.relative * Math.abs(expect)) / new Scale({ bounds }).width;
}

function lineOf(criterion: Criterion): Pick<Hypothesis, 'slope' | 'offset'> {
  const { role, by } = criterion;
  const towardWorse = role === 'guardrail' ? worseSide(criterion) : -worseSide(criterion);
  return 'absolute' in by
    ? differenceLine(criterion, towardWorse * by.absolute)
    : ratioLine(criterion, 1 + towardWorse * by.relative);
}

/** The candidate is `difference` (in the metric's unit) above the baseline. */
export function differenceLine(criterion: Criterion, difference: number): Pick<Hypothesis, 'slope' | 'offset'> {
  return { slope: 1, offset: difference / new Scale(criterion).width };
}

/** The candidate is `ratio` times the baseline, in the metric's unit; scaling moves the line where the lower bound is not 0. */
export function ratioLine(criterion: Criterion, ratio: number): Pick<Hypothesis, 'slope' | 'offset'> {
  const { low, width } = new Scale(criterion);
  const slope = Math.max(ratio, smallestSlope);
  return { slope, offset: ((slope - 1) * low) / width };
}

/** A line of slope 0 says nothing of the baseline any more, and divides by it. */
const smallestSlope = 1e-6;
