import type { JsonValue } from '../prompts/json.js';

/**
 * What to count: one live rollout. A source may go on from what it counted for the same prompt, versions,
 * `rolloutSince`, `until`, segments and metrics (by name, `settle` and `merge`), so within one rollout a metric's `valueOf` stays the same.
 */
export interface EvidenceQuery {
  readonly prompt: string;
  readonly baseline: string;
  readonly candidate: string;
  /** Epoch milliseconds. */
  readonly rolloutSince: number;
  /** When the rollout ended: what came from then on is left out. Absent while it is live. */
  readonly until?: number;
  readonly stageSince: number;
  /** When each stage began, in the order of time. */
  readonly stages: readonly number[];
  readonly now: number;
  /** Length of a block of event time, in milliseconds. */
  readonly block: number;
  readonly metrics: readonly CountedMetric[];
  /** Attributes (fields of the lines) by whose values units are also counted apart. */
  readonly segments: readonly string[];
}

/** What a metric counts, said of a field. */
export type CountedField =
  | { readonly is: 'true' | 'present'; readonly field: string }
  | { readonly is: 'among'; readonly field: string; readonly values: readonly JsonValue[] }
  | { readonly is: 'over'; readonly field: string; readonly threshold: number }
  | { readonly is: 'mean'; readonly field: string };

/** A metric as a source needs it: how one unit's fields give one number. */
export interface CountedMetric {
  readonly name: string;
  /** Milliseconds after the last event of a unit until its outcome is final. */
  readonly settle: number;
  /** How the several lines of one unit become one: rates any, costs sum, durations maximum, scores last. */
  readonly merge: 'any' | 'sum' | 'maximum' | 'last';
  /** The least and the greatest value: a unit's merged value beyond them is cut there. */
  readonly bounds?: readonly [number, number];
  /** Which field of a line `valueOf` looks at, and what it says of it; absent where it may look at any. */
  readonly of?: CountedField;
  /** 0 or 1 for rates; undefined where the line says nothing about this metric. */
  valueOf(line: Readonly<Record<string, unknown>>): number | undefined;
}
