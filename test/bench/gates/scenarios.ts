import type { Criterion } from '../../../src/evidence/statistics/criterion.js';
import { errors, quality } from '../../unit/evidence/statistics/judgeFixture.js';
import { costCap, costs } from './costs.js';
import { attribute, drawn, ones, type Draw, type Traffic } from './simulate.js';

/** Rollouts of one kind, in which what a judgement must not say is wrong. */
export interface Scenario {
  readonly name: string;
  readonly criteria: readonly Criterion[];
  readonly traffic: Traffic;
  /** What would be wrong: a rollback, a proof (a promotion), or either, as at the margin itself. */
  readonly wrong: 'rollback' | 'proof' | 'either';
}

const cost: Criterion = {
  ...errors,
  name: 'cost',
  is: 'mean',
  bounds: [0, costCap],
  expect: 0.02,
  by: { relative: 0.1 },
};

const flat = { blocks: 200, units: 500, share: (): number => 0.05 };
const stages = [0.05, 0.25, 0.5];
/** 5 → 25 → 50 %, a third of the rollout each. */
const ramp = { ...flat, share: (block: number): number => stages[Math.floor((block * 3) / flat.blocks)]! };

/** One rate, whose baseline moves from one value to another, and how far the candidate is above it. */
export function rateTraffic(
  shape: Omit<Traffic, 'draw'>,
  [from, to]: readonly [number, number],
  above: (baseline: number) => number,
): Traffic {
  return {
    ...shape,
    draw: (arm, n, block, next) => {
      const baseline = from + ((to - from) * block) / (shape.blocks - 1);
      return { errors: ones(n, arm === 'candidate' ? above(baseline) : baseline, next) };
    },
  };
}

const atMargin = (baseline: number): number => baseline + 0.01;
const noDifference = (baseline: number): number => baseline;

type Means = Pick<Scenario, 'name' | 'criteria' | 'traffic'>;

function costScenario(name: string, candidate: Float64Array): Means {
  const baseline = costs(0.02);
  const draw: Draw = (arm, n, _, next) => ({ cost: drawn(n, arm === 'candidate' ? candidate : baseline, next) });
  return { name, criteria: [cost], traffic: { ...flat, draw } };
}

/** Scores 1 to 5 with a mean of 4.1, less a thousandth for each of the best that is one lower. */
function scores(lower: number): Float64Array {
  return Float64Array.from({ length: 1000 }, (_, at) => {
    const score = at < 30 ? 1 : at < 80 ? 2 : at < 240 ? 3 : at < 550 ? 4 : 5;
    return at >= 1000 - lower ? score - 1 : score;
  });
}

function scoreScenario(name: string, candidate: Float64Array): Means {
  const baseline = scores(0);
  const draw: Draw = (arm, n, _, next) => ({ quality: drawn(n, arm === 'candidate' ? candidate : baseline, next) });
  return { name, criteria: [quality], traffic: { ...flat, draw } };
}

const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...errors, name }));
/** Five rates; how many of them are at the margin in the candidate. */
const fiveRates = (bad: number): Traffic => ({
  ...flat,
  draw: (arm, n, _, next) =>
    Object.fromEntries(
      five.map(({ name }, at) => [name, ones(n, arm === 'candidate' && at < bad ? 0.05 : 0.04, next)]),
    ),
});

/** Twenty segments of 5 % each. */
export const twenty = Array.from({ length: 20 }, () => 0.05);
const watched = { ...errors, segments: [attribute] };

export const scenarios: readonly Scenario[] = [
  {
    name: 'flat 4 %, 5 % on the candidate',
    criteria: [errors],
    traffic: rateTraffic(flat, [0.04, 0.04], atMargin),
    wrong: 'either',
  },
  {
    name: 'flat 4 %, 50 % on the candidate',
    criteria: [errors],
    traffic: rateTraffic({ ...flat, share: () => 0.5 }, [0.04, 0.04], atMargin),
    wrong: 'either',
  },
  {
    name: 'flat 4 %, margin 25 % of the baseline',
    criteria: [{ ...errors, by: { relative: 0.25 } }],
    traffic: rateTraffic(flat, [0.04, 0.04], (baseline) => baseline * 1.25),
    wrong: 'either',
  },
  {
    name: 'ramp 5 → 25 → 50 %, base rate 4 → 8 %',
    criteria: [errors],
    traffic: rateTraffic(ramp, [0.04, 0.08], atMargin),
    wrong: 'either',
  },
  {
    name: 'ramp 5 → 25 → 50 %, base rate 8 → 4 %',
    criteria: [{ ...errors, expect: 0.08 }],
    traffic: rateTraffic(ramp, [0.08, 0.04], atMargin),
    wrong: 'either',
  },
  {
    name: 'ramp 5 → 25 → 50 %, base rate 4 → 12 %, no real difference',
    criteria: [errors],
    traffic: rateTraffic(ramp, [0.04, 0.12], noDifference),
    wrong: 'rollback',
  },
  {
    name: 'rare: 0.5 %, margin 0.5 pp',
    criteria: [{ ...errors, expect: 0.005, by: { absolute: 0.005 } }],
    traffic: rateTraffic(flat, [0.005, 0.005], (baseline) => baseline + 0.005),
    wrong: 'either',
  },
  {
    name: 'expected 4 %, but it is 1 %',
    criteria: [errors],
    traffic: rateTraffic(flat, [0.01, 0.01], atMargin),
    wrong: 'either',
  },
  { ...costScenario('cost with a heavy tail, margin 10 %', costs(0.022)), wrong: 'either' },
  { ...scoreScenario('scores 1–5, margin 0.1 down', scores(100)), wrong: 'either' },
  { name: 'five metrics, all at the margin', criteria: five, traffic: fiveRates(5), wrong: 'rollback' },
  { name: 'five metrics, one at the margin', criteria: five, traffic: fiveRates(1), wrong: 'either' },
  {
    name: 'twenty segments, all at the margin',
    criteria: [watched],
    traffic: { ...rateTraffic(flat, [0.04, 0.04], atMargin), segments: twenty },
    wrong: 'either',
  },
  {
    name: 'at a limit of 15 %, margin 5 pp',
    criteria: [{ ...errors, by: { absolute: 0.05 }, expect: 0.15, limit: 0.15 }],
    traffic: rateTraffic(flat, [0.15, 0.15], noDifference),
    wrong: 'rollback',
  },
];

/** How soon what is bad is found: one rate at 4 %, the candidate at some rate. */
export function worseRate(rate: number): Scenario {
  const name = `${Number((rate * 100).toFixed(1))} % errors instead of 4 %`;
  return { name, criteria: [errors], traffic: rateTraffic(flat, [0.04, 0.04], () => rate), wrong: 'rollback' };
}

/** How soon what is bad is found: means with a candidate that costs more, or scores less. */
export const worseMeans: readonly Scenario[] = [
  { ...costScenario('cost 50 % higher, margin 10 %', costs(0.03)), wrong: 'rollback' },
  { ...scoreScenario('scores 0.3 lower, margin 0.1', scores(300)), wrong: 'rollback' },
];

/** One segment of twenty has five times the errors with the candidate: 0.8 pp over all, within the margin. */
export function oneBadSegment(isWatched: boolean, times: number): Scenario {
  return {
    name: times === 1 ? 'no real difference' : `one segment × ${times}`,
    criteria: [isWatched ? watched : errors],
    traffic: {
      ...flat,
      segments: twenty,
      draw: (arm, n, _, next, segment) => ({
        errors: ones(n, arm === 'candidate' && segment === 7 ? 0.04 * times : 0.04, next),
      }),
    },
    wrong: 'rollback',
  };
}
