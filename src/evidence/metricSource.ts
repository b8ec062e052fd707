import type { Evidence } from './evidence.js';

/**
 * What to count: one live rollout. A source may go on from what it counted for the same prompt, versions,
 * `rolloutSince` and metrics (by name, `settle` and `merge`), so within one rollout a metric's `valueOf` stays the same.
 */
export interface EvidenceQuery {
  readonly prompt: string;
  readonly baseline: string;
  readonly candidate: string;
  /** Epoch milliseconds. */
  readonly rolloutSince: number;
  readonly stageSince: number;
  readonly now: number;
  /** Length of a block of event time, in milliseconds. */
  readonly block: number;
  readonly metrics: readonly CountedMetric[];
}

/** A metric as a source needs it: how one unit's fields give one number. */
export interface CountedMetric {
  readonly name: string;
  /** Milliseconds after the last event of a unit until its outcome is final. */
  readonly settle: number;
  /** How the several lines of one unit become one: rates any, costs sum, durations maximum, scores last. */
  readonly merge: 'any' | 'sum' | 'maximum' | 'last';
  /** A unit's merged value is winsorised here. */
  readonly cap?: number;
  /** 0 or 1 for rates; undefined where the line says nothing about this metric. */
  valueOf(line: Readonly<Record<string, unknown>>): number | undefined;
}

/** Where the numbers come from. One file per system in `src/evidence/sources`. */
export interface MetricSource {
  readonly label: string;
  /** Never throws for unreadable data: that is `failure` in the evidence. Aborting rejects. */
  read(query: EvidenceQuery, signal: AbortSignal): Promise<Evidence>;
}
