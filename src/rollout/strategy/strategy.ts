import type { OfflineRules } from '../../evaluation/gate.js';
import type { JsonValue } from '../../prompts/json.js';

/** A segment of the traffic: every named attribute has one of the values. */
export type Segment = Readonly<Record<string, readonly (string | number | boolean)[]>>;

export type Needs = 'clear' | 'proof' | 'goal';
export type OnTrouble = 'rollback' | 'hold';

export interface Stage {
  readonly name: string;
  /** Share of the traffic (of the segment, where there is one), in 1/100,000. */
  readonly share: number;
  readonly only?: Segment;
  /** Milliseconds; 0 where none is asked. */
  readonly bake: number;
  /** Distinct settled units in the candidate arm since the stage began; 0 where none are asked. */
  readonly samples: number;
  readonly needs: Needs;
  readonly approvals: number;
}

/** `bad: tool_error`, `bad: { finish_reason: [length, content_filter] }` or `bad: { error.type: { present: true } }`: which field says so, and how. */
export interface Outcome {
  readonly field: string;
  /** Absent: the field is a boolean, or `present`. */
  readonly values?: readonly JsonValue[];
  /** Any value but null counts; where there is none, that says that it is not so. */
  readonly present?: true;
}

/** How far a metric may move: an absolute amount in the metric's own unit, or a share of the baseline. */
export type Margin = { readonly absolute: number } | { readonly relative: number };

interface MetricCommon {
  readonly name: string;
  readonly role: 'guardrail' | 'success';
  /** Of a guardrail: must not get worse by more than this. */
  readonly margin?: Margin;
  /** Of a success metric: should get better by this. */
  readonly goal?: Margin;
  /** What history before the rollout lets one expect; a share (0–1) for rates. */
  readonly expect: number;
  /** Absolute bound, whatever the baseline does. */
  readonly limit?: number;
  /** Attributes by whose values the metric is also watched. */
  readonly segments: readonly string[];
  /** Milliseconds until a unit's outcome is final. */
  readonly settle: number;
}

/** A share of units. `outcome` says which; or `of`/`over`: those whose number is greater. */
export interface RateMetric extends MetricCommon {
  readonly is: 'rate';
  readonly outcome?: Outcome & { readonly when: 'bad' | 'good' };
  readonly over?: { readonly field: string; readonly threshold: number };
}

/** An average per unit, bounded by `range`, or winsorised at `cap`. */
export interface MeanMetric extends MetricCommon {
  readonly is: 'mean';
  readonly of: string;
  readonly range?: readonly [number, number];
  readonly cap?: number;
  readonly worse: 'higher' | 'lower';
}

export type Metric = RateMetric | MeanMetric;

/** What must hold offline before any traffic moves. */
export interface OfflineGate extends OfflineRules {
  /** The file of cases, relative to the strategy's folder. */
  readonly cases?: string;
}

/** A strategy file, checked. Durations are milliseconds, shares of traffic 1/100,000, other shares 0–1. */
export interface Strategy {
  /** The prompt's file, relative to the strategy's folder. */
  readonly prompt: string;
  readonly owners: readonly string[];
  /** Key in the traffic backend; absent: the prompt's short name. */
  readonly flag?: string;
  readonly unit: string;
  readonly risk: { readonly rollback: number; readonly promote: number };
  readonly offline?: OfflineGate;
  readonly block: number;
  readonly metrics: readonly Metric[];
  readonly stages: readonly Stage[];
  readonly then: {
    readonly harm: OnTrouble;
    readonly mismatch: OnTrouble;
    readonly silence: OnTrouble;
    readonly undecided: OnTrouble;
  };
  readonly stale: number;
  readonly deadline: number;
}
