import type { Criterion } from './criterion.js';
import type { Interval } from './interval.js';
import type { RatioCheck } from './ratioCheck.js';
import type { Culprit } from './rollbackBudget.js';
import type { Track } from './track.js';

export type Verdict = 'harm' | 'proven' | 'undecided' | 'no data';

/** Evidence toward something, and how much is enough. All as ln; evidence is 0 at the start, and may fall below. */
export interface Toward {
  /** At the end of each block of the judgement's `axis`. */
  readonly track: Track;
  /** The greatest so far: what is once reached stays decided. */
  readonly most: number;
  readonly threshold: number;
}

export interface MetricJudgement {
  readonly name: string;
  readonly role: Criterion['role'];
  readonly verdict: Verdict;
  /** Of a guardrail: that it got worse by more than its margin. */
  readonly harm?: Toward;
  /** That the candidate is beyond the limit. */
  readonly limit?: Toward;
  /** That a guardrail is within its margin, or that a success metric reached its goal. */
  readonly proof: Toward;
  /** Settled units with a value in the blocks that count, and their rate or mean, in the metric's unit; absent without units. */
  readonly baseline?: ArmValue;
  readonly candidate?: ArmValue;
  /** Computed when asked for, as it repeats the evidence some twenty times; undefined while there is nothing to compare. */
  readonly interval: () => Interval | undefined;
}

export interface ArmValue {
  readonly units: number;
  readonly value: number;
}

export interface Judgement {
  /** Indexes of the blocks at whose end something was known for the first time, in the order of time: the axis of all tracks. */
  readonly axis: readonly number[];
  readonly metrics: readonly MetricJudgement[];
  /** All metrics together. The culprit is named once it is enough. */
  readonly rollback: Toward & { readonly culprit?: Culprit };
  /** Every guardrail is proven; every success metric is. Where there are none, they are. */
  readonly proven: boolean;
  readonly reached: boolean;
  readonly ratio: RatioCheck;
  readonly tooManyMixed: boolean;
}
