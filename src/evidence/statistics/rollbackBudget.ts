import type { Criterion } from './criterion.js';
import { at, firstCrossing, mix, type Track } from './track.js';

/** Who a guardrail is also watched for: units with this value of this attribute. */
export interface SegmentName {
  readonly attribute: string;
  readonly value: string;
}

/** One claim on the budget of false rollbacks. */
export interface Claim {
  readonly metric: string;
  /** Worse than the baseline by more than the margin, or beyond an absolute limit. */
  readonly by: 'margin' | 'limit';
  /** Its part of the budget. */
  readonly weight: number;
  readonly track: Track;
  /** Of a guardrail with segments: ln of what each holds of all that the segments hold. They share half the claim. */
  readonly segments: readonly { readonly name: SegmentName; readonly holdings: Track }[];
}

export interface Culprit {
  readonly metric: string;
  readonly by: Claim['by'];
  /** Where most of the evidence comes from one segment. */
  readonly segment?: SegmentName;
  /** How much of all evidence for the rollback is this, 0–1, at the block in which it was enough. */
  readonly share: number;
}

/**
 * The parts of the budget: one each for the M guardrails, and one that all limits share.
 * Whatever the metrics have to do with each other, the mean of their evidence is evidence, so the chance that any of them
 * causes a false rollback, in the whole rollout, is at most the risk.
 */
export function rollbackWeights(criteria: readonly Pick<Criterion, 'role' | 'limit'>[]): {
  readonly margin: number;
  readonly limit: number;
} {
  const guardrails = criteria.filter(({ role }) => role === 'guardrail').length;
  const limits = criteria.filter(({ limit }) => limit !== undefined).length;
  const parts = guardrails + Math.min(1, limits);
  return { margin: 1 / parts, limit: 1 / (parts * limits) };
}

/**
 * All claims together: Σ weight × evidence, and, once it reaches 1/risk, who caused it at that moment.
 * @param length of the tracks
 */
export function spendBudget(
  claims: readonly Claim[],
  risk: number,
  length: number,
): { readonly track: Track; readonly culprit?: Culprit } {
  const track = mix(claims, length);
  const reachedAt = firstCrossing(track, -Math.log(risk));
  if (reachedAt === undefined) return { track };
  const worst = greatest(claims, ({ weight, track: own }) => Math.log(weight) + at(own, reachedAt));
  return { track, ...(worst && { culprit: culpritOf(worst, reachedAt, at(track, reachedAt)) }) };
}

function culpritOf({ metric, by, weight, track, segments }: Claim, position: number, logAll: number): Culprit {
  const part = (log: number): number => Math.exp(Math.log(weight) + log - logAll);
  const ofSegment = (holdings: Track): number => at(holdings, position) - Math.LN2;
  const segment = greatest(segments, ({ holdings }) => ofSegment(holdings));
  if (!segment || part(ofSegment(segment.holdings)) <= part(at(track, position)) / 2) {
    return { metric, by, share: part(at(track, position)) };
  }
  return { metric, by, segment: segment.name, share: part(ofSegment(segment.holdings)) };
}

function greatest<Item>(items: readonly Item[], measure: (item: Item) => number): Item | undefined {
  const [first, ...others] = items;
  if (first === undefined) return undefined;
  return others.reduce((best, item) => (measure(item) > measure(best) ? item : best), first);
}
