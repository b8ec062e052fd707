import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Arm } from '../../../src/evidence/arm.js';
import type { Evidence } from '../../../src/evidence/evidence.js';
import type { CountedMetric, EvidenceQuery } from '../../../src/evidence/evidenceQuery.js';
import { RolloutCounts } from '../../../src/evidence/rolloutCounts.js';
import { Tally } from '../../../src/evidence/tally.js';
import type { UnitLine } from '../../../src/evidence/units.js';

const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
const start = Date.UTC(2026, 10, 22);
const [minute, hour] = [60_000, 3_600_000];

function metric(name: string, merge: CountedMetric['merge'], settle = 0): CountedMetric {
  const valueOf: CountedMetric['valueOf'] = (line) => {
    const value = line[name];
    return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : undefined;
  };
  return { name, settle, merge, of: { is: 'true', field: name }, valueOf };
}

const metrics = [
  metric('bad', 'any', 20 * minute),
  metric('cost', 'sum'),
  metric('slow', 'maximum'),
  metric('score', 'last'),
];

const query: EvidenceQuery = {
  prompt: 'p',
  baseline: 'aaaaaaaaaaaa',
  candidate: 'cccccccccccc',
  rolloutSince: start,
  stageSince: start,
  stages: [start],
  now: start + 100 * hour,
  block: 15 * minute,
  metrics,
  segments: ['locale'],
};

interface Said extends Record<string, unknown> {
  /** Minutes after the start. */
  readonly at: number;
  readonly unit: string;
  readonly arm: Arm;
}

function textOf({ at, arm, ...more }: Said): string {
  const version = arm === 'baseline' ? query.baseline : query.candidate;
  return JSON.stringify({ time: new Date(start + at * minute).toISOString(), prompt: 'p', version, arm, ...more });
}

function take(counts: RolloutCounts, lines: readonly Said[]): void {
  for (const [index, line] of lines.entries()) {
    const bytes = Buffer.from(textOf(line));
    counts.take(bytes, 0, bytes.length, 'a.jsonl', index + 1);
  }
}

function evidenceOf(counts: RolloutCounts, look: EvidenceQuery): Evidence {
  const tally = counts.tallyOn();
  for (const { lines } of counts.openUnits()) tally.add(lines, look);
  return tally.evidence(look, counts.besideUnits());
}

/** All lines kept, all units counted at once. */
function recounted(lines: readonly Said[], look: EvidenceQuery): Evidence {
  const units = new Map<string, UnitLine[]>();
  for (const line of lines) {
    const locale = line['locale'];
    const told: UnitLine = {
      time: start + line.at * minute,
      arm: line.arm,
      values: metrics.map((one) => one.valueOf(line) ?? NaN),
      segments: [typeof locale === 'string' ? locale : undefined],
    };
    units.set(line.unit, [...(units.get(line.unit) ?? []), told]);
  }
  const tally = new Tally(look);
  for (const unit of units.values()) tally.add(unit, look);
  const newest = Math.max(...lines.map(({ at }) => start + at * minute));
  return tally.evidence(look, {
    ...(lines.length > 0 && { newest }),
    unknownVersions: 0,
    skipped: { lines: 0 },
  });
}

function fresh(look: EvidenceQuery = query): RolloutCounts {
  const counts = new RolloutCounts(query, fields, look);
  counts.turn(-Infinity, Infinity);
  return counts;
}

describe('RolloutCounts', () => {
  it('counts what a recount of all lines counts, however the lines are split into looks, as stages begin', () => {
    // Units begin in the order of time and go on for at most an hour; lines come at most an hour late.
    const unit = fc.record({
      gap: fc.integer({ min: 0, max: 60_000 }).map((thousandths) => thousandths / 1000),
      arm: fc.constantFrom<Arm>('baseline', 'baseline', 'candidate', 'segment'),
      moves: fc.nat(5).map((number) => number === 0),
      locale: fc.constantFrom('de', 'en', undefined),
      lines: fc.array(
        fc.record({
          after: fc.double({ min: 0, max: 30, noNaN: true }),
          late: fc.double({ min: 0, max: 60, noNaN: true }),
          bad: fc.boolean(),
          cost: fc.double({ min: 0, max: 1, noNaN: true }),
          slow: fc.nat(9),
          score: fc.option(fc.nat(5), { nil: undefined }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    });
    let closed = 0;
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 40, maxLength: 80 }),
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
        (units, cuts, stageShares) => {
          let begin = 0;
          const arrivals = units.flatMap(({ gap, arm, moves, locale, lines }, index) => {
            begin += gap;
            let at = begin;
            return lines.map(({ after, late, ...values }, number) => {
              at = Math.round((at + after) * 1000) / 1000;
              const line: Said = {
                at,
                unit: `u${index}`,
                arm: moves && number > 0 ? 'candidate' : arm,
                locale,
                ...values,
              };
              return { line, comes: at + late };
            });
          });
          const inOrder = arrivals.sort((a, b) => a.comes - b.comes);
          const all = inOrder.map(({ line }) => line);
          const stages = [0, ...stageShares].map((share) => start + share * begin * minute).sort((a, b) => a - b);
          const counts = fresh({ ...query, stages: [start] });
          let [done, stage] = [0, start];
          for (const cut of [
            ...cuts.map((share) => Math.floor((share * all.length) / 201)).sort((a, b) => a - b),
            all.length,
          ]) {
            // At each look the clock is past all that came, and the stages that had begun by then are known.
            const now = start + (inOrder[Math.max(0, cut - 1)]?.comes ?? 0) * minute + 1;
            const known = stages.filter((since) => since <= now);
            stage = known.at(-1) ?? start;
            const look = { ...query, now, stages: known, stageSince: stage };
            counts.lookFrom(look);
            take(counts, all.slice(done, cut));
            done = Math.max(done, cut);
            counts.caughtUp();
            assert.deepEqual(evidenceOf(counts, look), recounted(all.slice(0, done), look));
          }
          closed += units.length - [...counts.openUnits()].length;
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(closed > 500, `${closed} units were closed`);
  });

  it('forgets what it has counted for good', () => {
    const counts = fresh();
    for (let at = 0; at < 5000; at++) take(counts, [{ at, unit: `u${at}`, arm: 'candidate' }]);
    assert.ok([...counts.openUnits()].length < 200);
    const { arms, stageUnits, late } = evidenceOf(counts, query);
    assert.deepEqual([arms.candidate.units, stageUnits, late], [5000, 5000, undefined]);
  });

  it('counts lines that come after their unit was counted as late, and in no other way', () => {
    const counts = fresh();
    take(counts, [{ at: 0, unit: 'a', arm: 'candidate', cost: 1 }]);
    take(counts, [{ at: 141, unit: 'b', arm: 'candidate', cost: 2 }]);
    const before = evidenceOf(counts, query);
    take(counts, [
      { at: 5, unit: 'a', arm: 'candidate', cost: 4 },
      { at: 141, unit: 'a', arm: 'baseline', cost: 8 },
    ]);
    const { late, arms, mixed } = evidenceOf(counts, query);
    assert.deepEqual([late, arms, mixed], [2, before.arms, 0]);
  });

  it('merges the lines of a unit that was seen late', () => {
    const counts = fresh();
    take(counts, [
      { at: 600, unit: 'now', arm: 'candidate' },
      { at: 5, unit: 'a', arm: 'candidate', cost: 1 },
      { at: 6, unit: 'a', arm: 'candidate', cost: 2 },
    ]);
    assert.deepEqual(evidenceOf(counts, query).arms.candidate.metrics['cost'], { units: 1, value: 3 });
  });

  it('lets no clock that is ahead close the units of others', () => {
    const look = { ...query, now: start + 30 * minute };
    const counts = fresh(look);
    take(counts, [
      { at: 10, unit: 'a', arm: 'candidate', cost: 1 },
      { at: 100_000, unit: 'ahead', arm: 'candidate' },
      { at: 20, unit: 'a', arm: 'candidate', cost: 1 },
    ]);
    const { late, arms } = evidenceOf(counts, look);
    assert.deepEqual([late, arms.candidate.metrics['cost']], [undefined, { units: 1, value: 2 }]);
  });
});
