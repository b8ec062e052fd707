import type { Block } from '../blocks.js';
import { logGamma } from './logGamma.js';

/** How the traffic was split in the blocks `[from, until)`, which lie wholly within one stage. */
export interface Split {
  readonly from: number;
  readonly until: number;
  /** The candidate's share of the units that are split by chance, 0–1. */
  readonly share: number;
}

export interface RatioCheck {
  /** ln of the greatest evidence of a mismatch at the end of any block: once enough, it stays so. */
  readonly most: number;
  readonly threshold: number;
  readonly isMismatch: boolean;
}

/** Evidence of this much holds a rollout: one false alarm in a thousand rollouts, however often one looks. */
const mismatchAt = Math.log(1000);
/** How firmly a split other than the configured one is believed to be near it, in units. */
const concentration = 10_000;

/**
 * Whether the units are split as configured: a Dirichlet-multinomial e-process (Lindon and Malek, Anytime-valid inference for
 * multinomial count data, 2022; optimizely/ssrm).
 *
 * The prior a = 10,000 π is centred at the configured split, and what was counted is added to it; that is a good bet only
 * while π stays the same. So each split begins anew with its own prior, and its evidence multiplies that of the splits
 * before: a product of e-processes over different units, each fair given what came before, is one again. A mismatch on an
 * early stage is thus not forgotten on the next. Splits without chance (0 or 100 %) tell nothing, and are left out, as are
 * blocks in no split.
 * @param blocks by chance only: no units of a segment rule
 */
export function ratioCheck(
  blocks: { readonly candidate: readonly Block[]; readonly baseline: readonly Block[] },
  splits: readonly Split[],
): RatioCheck {
  let [before, most] = [0, 0];
  for (const { from, until, share } of splits) {
    if (share <= 0 || share >= 1) continue;
    const within = ({ index }: Block): boolean => index >= from && index < until;
    const units = new Map<number, [candidate: number, baseline: number]>();
    for (const block of blocks.candidate.filter(within)) units.set(block.index, [block.units, 0]);
    for (const block of blocks.baseline.filter(within)) {
      units.set(block.index, [units.get(block.index)?.[0] ?? 0, block.units]);
    }
    const inTime = [...units].sort(([a], [b]) => a - b);
    const prior = [concentration * share, concentration * (1 - share)];
    let [candidate, baseline, log] = [0, 0, 0];
    for (const [, counted] of inTime) {
      candidate += counted[0];
      baseline += counted[1];
      log = multinomialEvidence([candidate, baseline], [share, 1 - share], prior);
      most = Math.max(most, before + log);
    }
    before += log;
  }
  return { most, threshold: mismatchAt, isMismatch: most >= mismatchAt };
}

/**
 * ln E of counts against the shares that they should have: lnΓ(A) − lnΓ(A + N) + Σ [lnΓ(a_i + n_i) − lnΓ(a_i) − n_i ln π_i].
 * The order of the counts does not matter, so the counts so far are all it needs.
 * @param counts n, one per arm @param shares π, > 0, together 1 @param prior a, > 0
 */
export function multinomialEvidence(
  counts: readonly number[],
  shares: readonly number[],
  prior: readonly number[],
): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return counts.reduce(
    (log, count, arm) => {
      const [share = 1, believed = 1] = [shares[arm], prior[arm]];
      return log + logGamma(believed + count) - logGamma(believed) - count * Math.log(share);
    },
    logGamma(sum(prior)) - logGamma(sum(prior) + sum(counts)),
  );
}
