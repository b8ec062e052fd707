import type { BenchResult } from './benchResult.js';
import { markdown, writeGatesPage, type Table } from './gates/gatesPage.js';
import { rolloutsWithoutDifference } from './gates/hundred.js';
import { judgeTime } from './gates/judgeTime.js';
import { play, type Decided } from './gates/play.js';
import { asymptoticSequence, fixedHorizon, naivePeeking, pocock } from './gates/rivals.js';
import { oneBadSegment, scenarios, worseMeans, worseRate } from './gates/scenarios.js';
import { wilson } from './gates/wilson.js';
import { median } from './median.js';

const runs = 3000;
const runsWithSegments = 2000;
/** What a strategy promises: at most this many of a hundred, whenever one looks. */
const promised = 5;

/**
 * How often the gates err, and how soon they find what is bad, on simulated rollouts that are looked at after every block;
 * beside them, on the same rollouts, what others do. Prints the tables, and writes them into `docs/gates.md`. Seeded: the same
 * code gives the same figures.
 */
export async function bench(): Promise<BenchResult[]> {
  // First of all: what is measured later has compiled it.
  const time = judgeTime();
  const errs = errorTable();
  const found = detectionTable();
  const segments = segmentTable();
  const hundred = rolloutsWithoutDifference(100, 5);
  const many = rolloutsWithoutDifference(runsWithSegments, 6);
  const tables = {
    errors: errs.table,
    detection: found.table,
    segments: segments.table,
    strategy: strategyTable(many),
  };
  for (const table of Object.values(tables)) console.log(`\n${markdown(table)}`);
  console.log();
  await writeGatesPage(tables);
  return [
    ...errs.results,
    ...found.results,
    ...segments.results,
    { name: 'of 100 rollouts without a difference, rolled back', value: hundred.rolledBack, unit: '', limit: promised },
    {
      name: `of ${runsWithSegments}, rolled back`,
      value: (100 * many.rolledBack) / runsWithSegments,
      unit: '%',
      limit: promised,
    },
    {
      name: `of ${runsWithSegments}, held for a mismatch`,
      value: (100 * many.mismatches) / runsWithSegments,
      unit: '%',
      limit: 0.1,
    },
    { name: 'judgement over 10 metrics × 10 segments × 300 blocks (target: 50)', value: time.later, unit: 'ms' },
    { name: 'the first one, not yet compiled', value: time.first, unit: 'ms' },
    { name: 'an interval over 300 blocks', value: time.interval, unit: 'ms' },
  ];
}

interface Part {
  readonly table: Table;
  readonly results: readonly BenchResult[];
}

function errorTable(): Part {
  const played = scenarios.map((scenario, at) => {
    const isMargin = scenario.criteria.every(({ limit }) => limit === undefined);
    const count = scenario.traffic.segments ? runsWithSegments : runs;
    return { scenario, ...play(scenario, count, 100 + at, isMargin ? [naivePeeking, asymptoticSequence] : []) };
  });
  const rows = played.map(({ scenario: { name, wrong }, ours, rivals: [naive, asymptotic] }) => [
    name,
    ...[withInterval(ours.rollback), percent(naive?.rollback), percent(asymptotic?.rollback)],
    ...(wrong === 'either'
      ? [withInterval(ours.proof), percent(naive?.proof), percent(asymptotic?.proof)]
      : ['', '', '']),
  ]);
  const results = played.flatMap(({ scenario: { name, wrong }, ours }) => [
    { name: `${name}: rolled back`, ...shareOf(ours.rollback), limit: promised },
    ...(wrong === 'either' ? [{ name: `${name}: proven`, ...shareOf(ours.proof), limit: promised }] : []),
  ]);
  const head = ['%', 'rolled back', 'naive', 'asymptotic', 'proven', 'naive', 'asymptotic'];
  return { table: { head, rows }, results };
}

function detectionTable(): Part {
  const rivals = [fixedHorizon, naivePeeking, pocock, asymptoticSequence];
  const atMargin = worseRate(0.05);
  const played = [atMargin, worseRate(0.06), worseRate(0.08), worseRate(0.12), ...worseMeans].map((scenario, at) => ({
    scenario,
    ...play(scenario, runs, 200 + at, rivals),
  }));
  const rows = played.map(({ scenario, ours, rivals: others }) => [
    scenario === atMargin ? `${scenario.name}: at the margin` : scenario.name,
    ...[...others.map(({ rollback }) => rollback), ours.rollback].map(scenario === atMargin ? percent : soon),
  ]);
  const results = played.flatMap(({ scenario: { name }, ours: { rollback } }): BenchResult[] => {
    const [missed, units] = expected[name] ?? [];
    if (missed === undefined || units === undefined) return [];
    return [
      { name: `${name}: not found`, value: 100 - shareOf(rollback).value, unit: '%', limit: missed },
      { name: `${name}: found after`, value: median(rollback.units), unit: 'units', limit: units },
    ];
  });
  const head = ['truth', 'fixed horizon', 'naive peeking', 'Pocock, 20 looks', 'asymptotic sequence', 'ours'];
  return { table: { head, rows }, results };
}

/** As good as the same evidence when it was first simulated, but for chance: at most so many missed, found after so many units. */
const expected: Readonly<Record<string, readonly [missed: number, units: number]>> = {
  [worseRate(0.06).name]: [34, 2400],
  [worseRate(0.08).name]: [1, 500],
  [worseRate(0.12).name]: [1, 130],
};

function segmentTable(): Part {
  const played = [1, 5].map((times) => {
    const watched = oneBadSegment(true, times);
    const each = play(watched, runsWithSegments, 300 + times, [naivePeeking], 'segments');
    const overall = play(oneBadSegment(false, times), runsWithSegments, 300 + times);
    return {
      name: watched.name,
      times,
      decided: [overall.ours, each.rivals[0]!, each.ours].map(({ rollback }) => rollback),
    };
  });
  const results = played.map(({ name, times, decided: [, , ours] }): BenchResult =>
    times === 1
      ? { name: `segments, ${name}: rolled back`, ...shareOf(ours!), limit: promised }
      : { name: `segments, ${name}: not found`, value: 100 - shareOf(ours!).value, unit: '%', limit: 1 },
  );
  const head = ['truth', 'all units together', 'naive, each segment', 'ours'];
  const rows = played.map(({ name, times, decided }) => [name, ...decided.map(times === 1 ? withInterval : soon)]);
  return { table: { head, rows }, results };
}

function strategyTable({ rolledBack, mismatches, proven }: ReturnType<typeof rolloutsWithoutDifference>): Table {
  const of = (count: number): string => withInterval({ runs: runsWithSegments, count, units: [] });
  return {
    head: ['%', 'rolled back', 'held for a mismatch', 'every guardrail proven'],
    rows: [['the example’s strategy, no real difference', of(rolledBack), of(mismatches), of(proven)]],
  };
}

function shareOf({ count, runs: all }: Decided): { readonly value: number; readonly unit: string } {
  return { value: (100 * count) / all, unit: '%' };
}

function percent(decided: Decided | undefined): string {
  return decided ? shareOf(decided).value.toFixed(1) : '';
}

/** `3.1 (2.6–3.7)` */
function withInterval(decided: Decided): string {
  const [low, high] = wilson(decided.count, decided.runs).map((share) => (100 * share).toFixed(1));
  return `${percent(decided)} (${low}–${high})`;
}

/** `69.0 / 2149`: how many, and after how many units of the candidate half of them. */
function soon(decided: Decided): string {
  return decided.count === 0 ? percent(decided) : `${percent(decided)} / ${median(decided.units)}`;
}
