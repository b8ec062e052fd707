import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Increases } from '../../../../../src/evidence/sources/prometheus/increases.js';
import type { Series } from '../../../../../src/evidence/sources/prometheus/series.js';
import { counter, start } from './scrapes.js';

const within = new Set(['prompt_name', 'prompt_version', 'arm', 'le', 'why']);

/** What all series rose by, by their names. */
function risen(increases: Increases, all: readonly Series[]): Record<string, number> {
  const totals: Record<string, number> = {};
  increases.take(all, ({ labels: { __name__: name = '' }, from, to }) => {
    totals[name] = (totals[name] ?? 0) + to - from;
  });
  return totals;
}

describe('increases of counters', () => {
  it('begin at 0 for a series that is new, and where it stood for one that was there', () => {
    const increases = new Increases(within);
    increases.startFrom([counter('units_total', 'baseline', { [-1]: 40 })], start);
    const all = [
      counter('units_total', 'baseline', { 1: 45, 2: 50 }),
      counter('units_total', 'candidate', { 1: 2, 3: 3 }),
    ];
    assert.deepEqual(risen(increases, all), { units_total: 13 });
  });

  it('are those of the later scrape, however long none came', () => {
    const seen: unknown[] = [];
    new Increases(within).take([counter('units_total', 'baseline', { 1: 3, 2: 3, 30: 9 })], ({ time, from, to }) =>
      seen.push([(time - start) / 60_000, from, to]),
    );
    assert.deepEqual(seen, [
      [1, 0, 3],
      [30, 3, 9],
    ]);
  });

  it('count from 0 after a restart, also where a counter alone does not show it', () => {
    const all = [
      counter('units_total', 'baseline', { 1: 100, 2: 20 }),
      // As many as before, more than before, and not there until later.
      counter('errors_total', 'baseline', { 1: 2, 2: 2 }),
      counter('units_total', 'candidate', { 1: 5, 2: 6 }),
      counter('refusals_total', 'baseline', { 1: 1, 3: 1 }),
      // Another process goes on.
      counter('errors_total', 'baseline', { 1: 4, 2: 5 }, { instance: 'b:80' }),
    ];
    const totals = risen(new Increases(within), all);
    assert.deepEqual(totals, { units_total: 120 + 11, errors_total: 4 + 5, refusals_total: 2 });
  });

  it('count each sample once, in whatever parts and however often they come', () => {
    const all = [counter('units_total', 'baseline', { 1: 3, 2: 7, 3: 2, 4: 5 })];
    const part = (from: number, to: number): Series[] =>
      all.map((series) => ({ ...series, samples: series.samples.slice(from, to) }));
    const increases = new Increases(within);
    const totals = [part(0, 2), part(1, 3), part(0, 4), part(3, 4)].map((some) => risen(increases, some));
    assert.deepEqual(totals, [{ units_total: 7 }, { units_total: 2 }, { units_total: 3 }, {}]);
  });

  it('add up to what happened, as long as each was scraped before its restart', () => {
    /** What one process does: units, of which some are errors; a scrape that may be missed; a restart. */
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ units: fc.nat(9), errors: fc.nat(9), candidate: fc.boolean() }) },
      { weight: 3, arbitrary: fc.constant('scrape' as const) },
      { weight: 1, arbitrary: fc.record({ unitsBeforeScrape: fc.nat(30) }) },
    );
    const instances = fc.array(fc.array(step, { maxLength: 40 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(instances, fc.nat(5), fc.nat(5), (all, pageLength, overlap) => {
        const truth: Record<string, number> = {};
        const samples = new Map<string, Series & { samples: { time: number; value: number }[] }>();
        all.forEach((steps, at) => {
          let values = new Map<string, number>();
          let time = start + at;
          const name = (of: string, arm: 'baseline' | 'candidate'): string => `${of} ${arm}`;
          const add = (of: string, arm: 'baseline' | 'candidate', by: number): void => {
            values.set(name(of, arm), (values.get(name(of, arm)) ?? 0) + by);
            truth[of] = (truth[of] ?? 0) + by;
          };
          const scrape = (): void => {
            time += 1000;
            for (const [key, value] of values) {
              const [of = '', arm = ''] = key.split(' ');
              const id = `${key} ${at}`;
              const { labels } = counter(of, arm as 'baseline', {}, { instance: `i${at}` });
              const series = samples.get(id) ?? { labels, samples: [] };
              series.samples.push({ time, value });
              samples.set(id, series);
            }
          };
          for (const one of steps) {
            if (one === 'scrape') scrape();
            else if ('units' in one) {
              const arm = one.candidate ? 'candidate' : 'baseline';
              add('units_total', arm, one.units);
              // Not there before the first one.
              if (one.errors > 0 && one.errors <= one.units) add('errors_total', arm, one.errors);
            } else {
              scrape();
              const before = values.get('units_total baseline') ?? 0;
              if (before === 0) continue;
              values = new Map([['units_total baseline', 0]]);
              add('units_total', 'baseline', Math.min(one.unitsBeforeScrape, before - 1));
              scrape();
            }
          }
          scrape();
        });
        const increases = new Increases(within);
        const counted: Record<string, number> = {};
        const length = (pageLength + 1) * 1000;
        for (let from = start; from < start + 130_000; from += length) {
          const page = [...samples.values()].map((series) => ({
            ...series,
            samples: series.samples.filter(({ time }) => time >= from - overlap * 1000 && time <= from + length),
          }));
          for (const [of, by] of Object.entries(risen(increases, page))) counted[of] = (counted[of] ?? 0) + by;
        }
        for (const [of, by] of Object.entries(truth)) assert.equal(counted[of] ?? 0, by, of);
      }),
    );
  });
});
