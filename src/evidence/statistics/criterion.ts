/** An amount in the metric's own unit, or a share (0.1 is 10 %) of the baseline's value. */
export type Amount = { readonly absolute: number } | { readonly relative: number };

/** What must hold for one metric, as statistics need it. Values are in the metric's own unit; rates are 0–1. */
export interface Criterion {
  readonly name: string;
  readonly role: 'guardrail' | 'success';
  /** A rate's units are 0 or 1; a mean's lie within `bounds`. */
  readonly is: 'rate' | 'mean';
  /** Which way things get worse: `lower` for the rate of a good outcome. */
  readonly worse: 'higher' | 'lower';
  /** The least and the greatest value that a unit can have, `[0, 1]` for a rate; values beyond are cut there before they are counted. */
  readonly bounds: readonly [number, number];
  /** What the baseline is expected to have, from history before the rollout. */
  readonly expect: number;
  /** > 0. Of a guardrail: the margin, by which it may get worse. Of a success metric: the goal, by which it should get better. */
  readonly by: Amount;
  /** A bound that the candidate must not cross, whatever the baseline does. */
  readonly limit?: number;
  /** Attributes by whose values a guardrail is also watched. */
  readonly segments: readonly string[];
  /** Milliseconds after a unit's last event until its outcome is final. */
  readonly settle: number;
}
