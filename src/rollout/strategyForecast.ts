import type { Amount, Criterion } from '../evidence/statistics/criterion.js';
import {
  marginToProve,
  mildestCaught,
  shareToProve,
  unitsToProve,
  type Prospect,
} from '../evidence/statistics/forecast.js';
import { rollbackWeights } from '../evidence/statistics/rollbackBudget.js';
import { criterionOf } from './criterionOf.js';
import { sharesAt } from './split.js';
import type { Needs, Stage, Strategy } from './strategy/strategy.js';
import { wholeTraffic } from './trafficBackend.js';

/** What a strategy can tell apart before it starts. Times are milliseconds, units are those of the candidate where nothing else is said. */
export interface StrategyForecast {
  /** Context attribute that is counted. */
  readonly unit: string;
  /** Units of both arms; absent where the traffic is unknown: then nothing is said of time. */
  readonly perDay?: number;
  readonly deadline: number;
  /** Those that compare units split by chance: neither what only a segment gets, nor what all get. */
  readonly stages: readonly StageForecast[];
}

export interface StageForecast {
  /** In the strategy, from 0. */
  readonly index: number;
  readonly name: string;
  readonly needs: Needs;
  /** The candidate's, of the units that are split by chance: over 0 and under 1. */
  readonly share: number;
  /** Until bake and samples are reached. */
  readonly lasts: number;
  /** How many units of the candidate are compared until then. */
  readonly units: number;
  readonly metrics: readonly MetricForecast[];
  /** Why it will not be over in time; absent where it can be, or where the traffic is unknown. */
  readonly never?: Never;
}

export interface MetricForecast {
  readonly criterion: Criterion;
  /** Without what the stages before have seen; Infinity where nothing can prove it. */
  readonly toProve: number;
  /** From the beginning of the stage, with what the stages before have seen. Absent where the traffic is unknown. */
  readonly takes?: number;
  /** Of a guardrail: the candidate's mean at which the least harm is caught before the stage has lasted; absent where none is. */
  readonly caught?: number;
}

/** What a stage waits for in vain. */
export type Never = {
  /** Units of both arms that come, and count, in time. */
  readonly units: number;
  /** How long the stage may last. */
  readonly within: number;
} & (
  | { readonly of: 'samples'; readonly samples: number }
  | {
      readonly of: 'proof';
      /** Those that are proven too late, the slowest first. */
      readonly metrics: readonly [MetricForecast, ...MetricForecast[]];
      /** The candidate's share at which all that is needed is proven in time. */
      readonly share?: number;
      /** Margins with which they are proven in time at the stage's own share; absent where one of them is not. */
      readonly margins?: readonly { readonly metric: string; readonly margin: Amount }[];
    }
);

const day = 86_400_000;

/**
 * What each stage can prove and catch, for a candidate that is like the baseline in its guardrails, and twice as much better
 * as the goal in its success metrics.
 *
 * A stage is taken to last for its bake, or until it has its samples where that is longer, or until what it needs is proven. It
 * may last until the deadline, less what the other stages take. What was seen counts on in later stages; so what a stage lacks
 * is the part of the evidence that those before have not gathered at their shares.
 * A strategy does not say how much means spread: they are taken to spread as evidence begins with, which is mostly too much.
 * @param perDay units of both arms, > 0
 */
export function strategyForecast(strategy: Strategy, perDay?: number): StrategyForecast {
  const { unit, deadline, stages } = strategy;
  const criteria = strategy.metrics.map(criterionOf);
  /** By metric, the part of what a proof takes that the stages so far gather. */
  const gathered = new Map<string, number>();
  let elapsed = 0;
  const forecasts = stages.flatMap((stage, index): StageForecast[] => {
    const share = sharesAt(strategy, index).share / wholeTraffic;
    const bakesAfter = stages.slice(index + 1).reduce((sum, { bake }) => sum + bake, 0);
    const within = Math.max(0, deadline - elapsed - bakesAfter);
    const forecast = stageForecast(strategy, criteria, { stage, index, share, perDay, within, gathered });
    const proofs = forecast.never ? [] : required(forecast).map(({ takes = 0 }) => takes);
    const lasts = Math.max(forecast.lasts, ...proofs);
    elapsed += lasts;
    for (const { criterion, toProve } of forecast.metrics) {
      const units = ((perDay ?? 0) * share * lasts) / day;
      gathered.set(criterion.name, (gathered.get(criterion.name) ?? 0) + units / toProve);
    }
    return share > 0 && share < 1 ? [forecast] : [];
  });
  return { unit, ...(perDay !== undefined && { perDay }), deadline, stages: forecasts };
}

/** A stage that will not be over in time. */
export type LateStage = StageForecast & { readonly never: Never };

export function isLate(stage: StageForecast): stage is LateStage {
  return stage.never !== undefined;
}

interface Situation {
  readonly stage: Stage;
  readonly index: number;
  readonly share: number;
  readonly perDay: number | undefined;
  /** How long the stage may last. */
  readonly within: number;
  readonly gathered: ReadonlyMap<string, number>;
}

function stageForecast(strategy: Strategy, criteria: readonly Criterion[], situation: Situation): StageForecast {
  const { stage, index, share, perDay, within, gathered } = situation;
  const { name, needs, bake, samples, only } = stage;
  const timeFor = (units: number): number => (perDay && share ? (units / (perDay * share)) * day : 0);
  // How many units a segment has is not known.
  const sampling = only || samples === 0 ? 0 : timeFor(samples) + Math.max(...criteria.map(({ settle }) => settle), 0);
  const inTime = sampling <= within;
  const lasts = inTime ? Math.max(bake, sampling) : bake;
  const units = perDay === undefined ? (only ? 0 : samples) : (perDay * share * lasts) / day;
  const { risk, block } = strategy;
  const weight = rollbackWeights(criteria).margin;

  const metrics = criteria.map((criterion): MetricForecast => {
    const toProve = unitsToProve({ criterion, share, chance: risk.promote }, supposed(criterion));
    const missing = Math.max(0, 1 - (gathered.get(criterion.name) ?? 0));
    const takes = missing === 0 ? 0 : timeFor(missing * toProve) + criterion.settle + block;
    const budget = risk.rollback * weight * (criterion.segments.length > 0 ? 1 / 2 : 1);
    const caught =
      criterion.role === 'guardrail' ? mildestCaught({ criterion, share, chance: budget }, units) : undefined;
    return {
      criterion,
      toProve,
      ...(perDay !== undefined && { takes }),
      ...(caught !== undefined && { caught }),
    };
  });
  const forecast = { index, name, needs, share, lasts, units, metrics };
  if (perDay === undefined || share <= 0 || share >= 1) return forecast;
  if (!inTime) return { ...forecast, never: { of: 'samples', samples, units: (perDay * within) / day, within } };
  const needed = required(forecast);
  const [slowest, ...others] = needed
    .filter(({ takes = 0 }) => takes > within)
    .sort((a, b) => (b.takes ?? 0) - (a.takes ?? 0));
  if (!slowest) return forecast;
  const late = [slowest, ...others] as const;
  const total = unitsInTime(slowest.criterion, perDay, within, block);
  const ways = waysOut(strategy, situation, needed, late);
  return { ...forecast, never: { of: 'proof', metrics: late, units: total, within, ...ways } };
}

/** What a stage needs the proof of. */
function required({ needs, metrics }: Pick<StageForecast, 'needs' | 'metrics'>): readonly MetricForecast[] {
  if (needs === 'clear') return [];
  return metrics.filter(({ criterion }) => needs === 'goal' || criterion.role === 'guardrail');
}

/** How many units of both arms come, and count, within a time. */
function unitsInTime({ settle }: Criterion, perDay: number, within: number, block: number): number {
  return (perDay * Math.max(0, within - settle - block)) / day;
}

/**
 * The share, and the margins, with which a stage would be over in time. Margins are such as need nothing of the stages before,
 * as what those gather depends on the margin, too.
 */
function waysOut(
  { risk, block }: Strategy,
  { share, perDay = 0, within, gathered }: Situation,
  needed: readonly MetricForecast[],
  late: readonly MetricForecast[],
): { share?: number; margins?: { metric: string; margin: Amount }[] } {
  const prospectOf = (criterion: Criterion): Prospect => ({ criterion, share, chance: risk.promote });
  const unitsFor = (criterion: Criterion): number => unitsInTime(criterion, perDay, within, block);
  const shares = needed.map(({ criterion }) => {
    const missing = 1 - (gathered.get(criterion.name) ?? 0);
    return missing <= 0 ? 0 : shareToProve(prospectOf(criterion), supposed(criterion), unitsFor(criterion) / missing);
  });
  const enough = shares.every((one) => one !== undefined) ? Math.max(...shares) : undefined;
  const margins = late.flatMap(({ criterion }) => {
    if (criterion.role === 'success') return [];
    const margin = marginToProve(prospectOf(criterion), unitsFor(criterion));
    return margin ? [{ metric: criterion.name, margin }] : [];
  });
  return {
    ...(enough !== undefined && { share: enough }),
    ...(margins.length === late.length && { margins }),
  };
}

/**
 * What the candidate's mean is supposed to be: for a guardrail the baseline's; for a success metric as far beyond the goal as
 * the goal is beyond the baseline, or half the way there is.
 */
function supposed({ role, expect, by, worse, bounds: [low, high] }: Criterion): number {
  if (role === 'guardrail') return expect;
  const goal = 'absolute' in by ? by.absolute : by.relative * Math.abs(expect);
  const room = worse === 'lower' ? high - expect : expect - low;
  const better = goal + Math.min(goal, (room - goal) / 2);
  return worse === 'lower' ? expect + better : expect - better;
}
