import { isGraded, type CaseResult, type EvaluationRun } from '../caseResult.js';
import type { Interval } from './bootstrap.js';
import { mcnemar, type Mcnemar } from './mcnemar.js';

/** `missing`: one side or both have no verdict. */
export type Outcome = 'win' | 'regression' | 'tie' | 'missing';

/** One case with both versions. */
export interface CaseComparison {
  readonly id: string;
  readonly outcome: Outcome;
  readonly critical: boolean;
  readonly baseline?: CaseResult;
  readonly candidate: CaseResult;
  /** Candidate minus baseline; absent where a side has no score. */
  readonly scoreDelta?: number;
}

/** The outcomes of some of the cases: those of a tag, or those that a grader looked at. */
export interface Tally {
  readonly name: string;
  readonly wins: number;
  readonly regressions: number;
  readonly ties: number;
}

/** Means per output on both sides; absent where a side does not know. */
export interface Means {
  readonly baseline?: number;
  readonly candidate?: number;
}

/** Candidate against baseline, case by case. */
export interface RunComparison {
  /** Regressions first, critical ones before the others; then wins, ties, missing; in the order of the cases. */
  readonly cases: readonly CaseComparison[];
  readonly wins: number;
  readonly regressions: number;
  readonly ties: number;
  readonly missing: number;
  readonly mcnemar: Mcnemar;
  /** Of the scores of cases that both sides have, -1 to 1; absent where there is none. */
  readonly scoreDelta?: Interval;
  readonly byTag: readonly Tally[];
  readonly byGrader: readonly Tally[];
  /** US dollars. */
  readonly cost: Means;
  /** Prompt and answer together. */
  readonly tokens: Means;
  /** Milliseconds; known only where both runs were live. */
  readonly latency: Means;
}

/** The differences of score that both versions have a part in, with the weights of their cases: what `pairedBootstrap` takes. */
export interface ScorePairs {
  readonly differences: readonly number[];
  readonly weights: readonly number[];
}

/** Candidate minus baseline, for the cases that both sides have a score of. */
export function scorePairs(baseline: EvaluationRun, candidate: EvaluationRun): ScorePairs {
  const before = new Map(baseline.results.map(({ case: { id }, score }) => [id, score]));
  const pairs = candidate.results.flatMap(({ case: one, score }) => {
    const other = before.get(one.id);
    return score === undefined || other === undefined ? [] : [{ difference: score - other, weight: one.weight }];
  });
  return { differences: pairs.map(({ difference }) => difference), weights: pairs.map(({ weight }) => weight) };
}

/** Pure. @param scoreDelta the interval of the `scorePairs`; absent where there are none */
export function compareRuns(
  baseline: EvaluationRun,
  candidate: EvaluationRun,
  scoreDelta: Interval | undefined,
): RunComparison {
  const cases = compareCases(baseline, candidate);
  const count = (outcome: Outcome): number => cases.filter((one) => one.outcome === outcome).length;
  const [wins, regressions] = [count('win'), count('regression')];
  const bothLive = baseline.live && candidate.live;
  return {
    cases,
    wins,
    regressions,
    ties: count('tie'),
    missing: count('missing'),
    mcnemar: mcnemar(wins, regressions),
    ...(scoreDelta && { scoreDelta }),
    byTag: tallies(cases, (one) => one.candidate.case.tags.map((tag) => [tag, one.outcome])),
    byGrader: tallies(cases, outcomesByGrader),
    cost: means(cases, ({ cost }) => cost),
    tokens: means(cases, ({ tokens }) => tokens?.total),
    latency: bothLive ? means(cases, ({ latency }) => latency) : {},
  };
}

/** Pure. In the order of `RunComparison`. */
export function compareCases(baseline: EvaluationRun, candidate: EvaluationRun): readonly CaseComparison[] {
  const before = new Map(baseline.results.map((result) => [result.case.id, result]));
  return candidate.results
    .map((result) => compareCase(before.get(result.case.id), result))
    .sort((a, b) => rank(a) - rank(b));
}

/** Critical ones first; none where there is nothing to compare with. */
export function regressionsOf(comparison: RunComparison | undefined): readonly CaseComparison[] {
  return comparison?.cases.filter(({ outcome }) => outcome === 'regression') ?? [];
}

function compareCase(baseline: CaseResult | undefined, candidate: CaseResult): CaseComparison {
  const { id, critical } = candidate.case;
  const hasScores = baseline?.score !== undefined && candidate.score !== undefined;
  return {
    id,
    critical,
    outcome: outcomeOf(baseline, candidate),
    ...(baseline && { baseline }),
    candidate,
    ...(hasScores && { scoreDelta: (candidate.score ?? 0) - (baseline.score ?? 0) }),
  };
}

function outcomeOf(baseline: CaseResult | undefined, candidate: CaseResult): Outcome {
  if (!baseline || !isGraded(baseline) || !isGraded(candidate)) return 'missing';
  return outcome(baseline.status === 'passed', candidate.status === 'passed');
}

function outcome(before: boolean, after: boolean): Outcome {
  if (before === after) return 'tie';
  return after ? 'win' : 'regression';
}

const ranks: Readonly<Record<Outcome, number>> = { regression: 1, win: 2, tie: 3, missing: 4 };

function rank({ outcome, critical }: CaseComparison): number {
  return outcome === 'regression' && critical ? 0 : ranks[outcome];
}

/** One outcome for each kind of grader that has a verdict on both sides. */
function outcomesByGrader({ baseline, candidate }: CaseComparison): [string, Outcome][] {
  const before = passesByGrader(baseline);
  return [...passesByGrader(candidate)].flatMap(([type, passes]): [string, Outcome][] => {
    const passed = before.get(type);
    return passed === undefined ? [] : [[type, outcome(passed, passes)]];
  });
}

/** Whether all checks of a kind passed in all samples. */
function passesByGrader(result: CaseResult | undefined): ReadonlyMap<string, boolean> {
  const passes = new Map<string, boolean>();
  for (const { verdict, assertion } of result?.samples.flatMap(({ grades }) => grades) ?? []) {
    if (verdict !== 'unsupported')
      passes.set(assertion.type, (passes.get(assertion.type) ?? true) && verdict === 'pass');
  }
  return passes;
}

function tallies(cases: readonly CaseComparison[], outcomesOf: (one: CaseComparison) => [string, Outcome][]): Tally[] {
  const counts = new Map<string, { wins: number; regressions: number; ties: number }>();
  for (const [name, is] of cases.flatMap(outcomesOf)) {
    const tally = counts.get(name) ?? { wins: 0, regressions: 0, ties: 0 };
    counts.set(name, tally);
    if (is === 'win') tally.wins += 1;
    else if (is === 'regression') tally.regressions += 1;
    else if (is === 'tie') tally.ties += 1;
  }
  return [...counts].map(([name, tally]) => ({ name, ...tally })).sort((a, b) => b.regressions - a.regressions);
}

/** Over the outputs of cases where both sides know the figure, so that the same cases are compared. */
function means(
  cases: readonly CaseComparison[],
  figureOf: (output: NonNullable<CaseResult['samples'][number]['output']>) => number | undefined,
): Means {
  const pairs = cases.flatMap(({ baseline, candidate }): [number, number][] => {
    const [before, after] = [meanOf(baseline, figureOf), meanOf(candidate, figureOf)];
    return before === undefined || after === undefined ? [] : [[before, after]];
  });
  if (pairs.length === 0) return {};
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { baseline: mean(pairs.map(([before]) => before)), candidate: mean(pairs.map(([, after]) => after)) };
}

function meanOf(result: CaseResult | undefined, figureOf: Parameters<typeof means>[1]): number | undefined {
  const figures = result?.samples.flatMap(({ output }) => (output ? (figureOf(output) ?? []) : [])) ?? [];
  return figures.length === 0 ? undefined : figures.reduce((sum, value) => sum + value, 0) / figures.length;
}
