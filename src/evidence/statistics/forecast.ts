import type { Amount, Criterion } from './criterion.js';
import { gapFactors } from './gaps.js';
import { gapUnit, harmBeyond, proofWithin, type Hypothesis } from './hypothesis.js';
import { meanBet } from './meanBet.js';
import { rateBet } from './rateBet.js';
import { inside, variancePrior } from './runningEstimates.js';
import { Scale } from './scale.js';

/** What a forecast is about. */
export interface Prospect {
  readonly criterion: Criterion;
  /** The candidate's share of the units that are split by chance, 0–1. */
  readonly share: number;
  /** The evidence that is needed is 1/chance: the risk, times the metric's part of the budget where harm is meant. */
  readonly chance: number;
  /** Of one unit's value, in the metric's unit squared; for means, from history. Absent: what evidence begins with. */
  readonly variance?: number;
}

/**
 * How many units of the candidate it takes, on average, to prove a guardrail within its margin or a success metric beyond its
 * goal, if the candidate's mean is `truth`: (ln(1/chance) + ln K)/g, with K bets and the growth g of ln e per unit of the
 * candidate for the bet that then grows fastest. A forecast, no promise: Infinity where it can never be proven.
 */
export function unitsToProve(prospect: Prospect, truth: number): number {
  return unitsFor(prospect, proofWithin(prospect.criterion), gapFactors.proof, truth);
}

/** The same for showing that a guardrail got worse by more than its margin, if the candidate's mean is `truth`. */
export function unitsToCatch(prospect: Prospect, truth: number): number {
  return unitsFor(prospect, harmBeyond(prospect.criterion), gapFactors.harm, truth);
}

/**
 * The mildest harm that so many units of the candidate catch on average, as the candidate's mean; undefined where not even the
 * worst value possible is caught.
 */
export function mildestCaught(prospect: Prospect, units: number): number | undefined {
  const { bounds, worse, expect } = prospect.criterion;
  const worst = worse === 'higher' ? bounds[1] : bounds[0];
  return nearest(expect, worst, (truth) => unitsToCatch(prospect, truth) <= units);
}

/**
 * The smallest share of the traffic at which a candidate whose mean is `truth` is proven within so many units of both arms;
 * undefined where not even a half is enough.
 */
export function shareToProve(prospect: Prospect, truth: number, total: number): number | undefined {
  return nearest(0, 0.5, (share) => unitsToProve({ ...prospect, share }, truth) <= total * share);
}

/**
 * The smallest margin at which a candidate like the baseline is proven within so many units of both arms, at the share of the
 * prospect; undefined where none is.
 */
export function marginToProve(prospect: Prospect, total: number): Amount | undefined {
  const { criterion, share } = prospect;
  const { bounds, expect, worse } = criterion;
  const isRelative = 'relative' in criterion.by;
  const amount = (by: number): Amount => (isRelative ? { relative: by / Math.abs(expect) } : { absolute: by });
  // Where a margin takes all there is between the expected value and its bound, no candidate could be worse.
  const room = 0.99 * (worse === 'higher' ? bounds[1] - expect : expect - bounds[0]);
  const margin = nearest(0, room, (by) => {
    const proven = { ...prospect, criterion: { ...criterion, by: amount(by) } };
    return unitsToProve(proven, expect) <= total * share;
  });
  return margin === undefined ? undefined : amount(margin);
}

function unitsFor(prospect: Prospect, hypothesis: Hypothesis, factors: readonly number[], truth: number): number {
  const { criterion, share, chance } = prospect;
  if (!(share > 0 && share < 1)) return Infinity;
  const scale = new Scale(criterion);
  const [candidate, baseline] = [scale.value(truth), scale.value(criterion.expect)];
  const gap = hypothesis.side * (candidate - (hypothesis.slope * baseline + hypothesis.offset));
  if (gap <= 0) return Infinity;
  const variance =
    prospect.variance === undefined ? variancePrior(baseline) : prospect.variance / (scale.width * scale.width);
  const units = (n: number, mean: number) => ({ n, sum: n * mean, sumOfSquares: n * (mean * mean + variance) });
  const window = { end: 0, candidate: units(1, candidate), baseline: units((1 - share) / share, baseline) };
  const known = { baseline: inside(baseline), baselineVariance: variance, candidateVariance: variance };
  const bet = criterion.is === 'rate' ? rateBet : meanBet;
  // Far out a mean's spread is not what was known of it, so that a bet on a smaller gap grows faster than one on the truth.
  const smaller = criterion.is === 'rate' ? [] : factors.map((factor) => factor * gapUnit(criterion));
  const growth = Math.max(...[gap, ...smaller].map((size) => bet(window, known, hypothesis, size)));
  return growth > 0 ? (Math.log(factors.length) - Math.log(chance)) / growth : Infinity;
}

/** The value nearest to `from`, on the way to `to`, for which something holds that holds from there on. */
function nearest(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  if (!holds(to)) return undefined;
  let [without, within] = [from, to];
  for (let step = 0; step < 24; step++) {
    const middle = (without + within) / 2;
    if (holds(middle)) within = middle;
    else without = middle;
  }
  return within;
}
