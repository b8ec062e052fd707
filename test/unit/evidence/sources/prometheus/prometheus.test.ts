import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Evidence } from '../../../../../src/evidence/evidence.js';
import type { CountedField, CountedMetric, EvidenceQuery } from '../../../../../src/evidence/evidenceQuery.js';
import type { AskPrometheus } from '../../../../../src/evidence/sources/prometheus/askPrometheus.js';
import type { CounterSettings } from '../../../../../src/evidence/sources/prometheus/counterSettings.js';
import { prometheus } from '../../../../../src/evidence/sources/prometheus/index.js';
import type { Series } from '../../../../../src/evidence/sources/prometheus/series.js';
import { prometheusUnitsPerDay } from '../../../../../src/evidence/sources/prometheus/unitsPerDay.js';
import { counter, minute, prometheusWith, query, settings, start } from './scrapes.js';

const never = new AbortController().signal;

function metric(name: string, of: CountedField, bounds?: [number, number]): CountedMetric {
  return { name, settle: 0, merge: 'any', of, ...(bounds && { bounds }), valueOf: () => undefined };
}

const errors = metric('errors', { is: 'true', field: 'tool_error' });
const slow = metric('slow', { is: 'over', field: 'duration_s', threshold: 5.12 });
const cost = metric('cost', { is: 'mean', field: 'cost_usd' }, [0, 0.5]);

function read(
  all: readonly Series[],
  changes: Partial<EvidenceQuery> = {},
  more: Partial<CounterSettings> = {},
): Promise<Evidence> {
  return prometheus('Prometheus', prometheusWith(all), { ...settings, ...more }).read({ ...query, ...changes }, never);
}

/** Costs of a few units: their sum, number and sum of squares. */
function costs(sum: number, count: number, squares: number): Series[] {
  return [
    counter('units_total', 'candidate', { 1: count }),
    counter('cost_sum', 'candidate', { 1: sum }),
    counter('cost_count', 'candidate', { 1: count }),
    counter('cost_squares', 'candidate', { 1: squares }),
  ];
}

const candidateUnits = counter('units_total', 'candidate', { 1: 10, 16: 30, 31: 40 });

describe('Prometheus as a metric source', () => {
  describe('counting', () => {
    it('puts increases into blocks by the time of their scrape, per arm, and adds up instances', async () => {
      const all = [
        candidateUnits,
        counter('units_total', 'candidate', { 2: 5 }, { instance: 'b:80' }),
        counter('errors_total', 'candidate', { 1: 1, 16: 2, 31: 2 }),
        counter('units_total', 'baseline', { [-1]: 70, 1: 100 }),
        counter('errors_total', 'baseline', { [-1]: 7, 1: 9 }),
      ];
      const { arms, blocks, stageUnits, firstOfStage, newest, failure } = await read(all, { metrics: [errors] });
      assert.equal(failure, undefined);
      const first = start / query.block;
      const ofErrors = (n: number, sum: number) => ({ errors: { n, sum, sumOfSquares: sum } });
      assert.deepEqual(blocks.candidate, [
        { index: first, units: 15, metrics: ofErrors(15, 1) },
        { index: first + 1, units: 20, metrics: ofErrors(20, 1) },
        { index: first + 2, units: 10, metrics: ofErrors(10, 0) },
      ]);
      assert.deepEqual(blocks.baseline, [{ index: first, units: 30, metrics: ofErrors(30, 2) }]);
      assert.deepEqual(arms.candidate, { units: 45, metrics: { errors: { units: 45, value: 2 / 45 } } });
      assert.deepEqual([stageUnits, firstOfStage, newest], [45, start + minute, start + 31 * minute]);
    });

    it('knows means by their sums, and rates by buckets and by the values of a label', async () => {
      const all = [
        ...costs(2.5, 10, 1),
        counter('duration_bucket', 'candidate', { 1: 3 }, { le: '1.0' }),
        counter('duration_bucket', 'candidate', { 1: 8 }, { le: '5.120' }),
        counter('duration_bucket', 'candidate', { 1: 9 }, { le: '+Inf' }),
        counter('finished_total', 'candidate', { 1: 7 }, { why: 'stop' }),
        counter('finished_total', 'candidate', { 1: 2 }, { why: 'length' }),
        counter('finished_total', 'candidate', { 1: 1 }, { why: 'filter' }),
      ];
      const cut = metric('cut', { is: 'among', field: 'finish', values: ['length', 'filter'] });
      const { blocks, failure } = await read(all, { metrics: [slow, cut, cost] });
      assert.equal(failure, undefined);
      assert.deepEqual(blocks.candidate[0]?.metrics, {
        // One unit has no duration.
        slow: { n: 9, sum: 1, sumOfSquares: 1 },
        cut: { n: 10, sum: 3, sumOfSquares: 3 },
        cost: { n: 10, sum: 2.5, sumOfSquares: 1 },
      });
    });

    it('tells stages apart by the time of the scrape, and silence by the last increase', async () => {
      const all = [counter('units_total', 'candidate', { 1: 10, 16: 30, 20: 30, 50: 30 })];
      const { stageUnits, firstOfStage, newest } = await read(all, { stageSince: start + 2 * minute });
      assert.deepEqual([stageUnits, firstOfStage, newest], [20, start + 16 * minute, start + 16 * minute]);
    });

    it('counts a segment apart from those by chance, and within the values of attributes', async () => {
      const all = [
        counter('units_total', 'segment', { 1: 4 }, { locale: 'de' }),
        counter('units_total', 'candidate', { 1: 3 }, { locale: 'de' }),
        counter('units_total', 'candidate', { 1: 2 }, { locale: 'en' }),
        counter('units_total', 'baseline', { 1: 6 }, { locale: 'en' }),
        counter('units_total', 'baseline', { 1: 1 }),
      ];
      const { segments, arms, stageUnits } = await read(all, { segments: ['locale', 'tier'] });
      const units = segments.map(({ attribute, value, blocks: { candidate, baseline } }) => [
        `${attribute} ${value}`,
        candidate[0]?.units,
        baseline[0]?.units,
      ]);
      assert.deepEqual(units, [
        ['locale de', 3, undefined],
        ['locale en', 2, 6],
      ]);
      assert.deepEqual([arms.segment.units, stageUnits], [4, 9]);
    });

    it('says what is of other versions, and what contradicts itself', async () => {
      const all = [
        counter('units_total', 'candidate', { 1: 5 }, { prompt_version: 'dddddddddddd' }),
        counter('units_total', 'candidate', { 1: 2 }, { prompt_version: '', arm: '' }),
        counter('units_total', 'baseline', { 1: 3 }, { prompt_version: query.candidate }),
        // Of a segment that has the candidate only in part.
        counter('units_total', 'segment', { 1: 9 }, { prompt_version: query.baseline }),
      ];
      const { unknownVersions, skipped, arms, newest, mixed } = await read(all);
      assert.deepEqual([unknownVersions, skipped.lines, mixed], [7, 3, 0]);
      assert.match(skipped.reason ?? '', /^units_total\{arm="baseline", .*\} has an arm that its version is not in$/);
      assert.deepEqual([arms.baseline.units, arms.candidate.units, arms.segment.units], [0, 0, 0]);
      assert.equal(newest, start + minute);
    });

    it('has no data, rather than zeros, of a counter that is not there', async () => {
      const { arms, skipped } = await read([candidateUnits], { metrics: [errors] });
      assert.deepEqual(arms.candidate, { units: 40, metrics: {} });
      assert.match(skipped.reason ?? '', /^Prometheus has no series of errors_total for these versions/);
      const oneArm = [candidateUnits, counter('errors_total', 'baseline', { 1: 0 })];
      assert.deepEqual((await read(oneArm, { metrics: [errors] })).arms.candidate.metrics, {
        errors: { units: 40, value: 0 },
      });
    });

    it('counts in a later block what a scrape saw before its unit', async () => {
      const all = [
        counter('units_total', 'candidate', { 1: 1, 14: 1, 16: 3 }),
        counter('errors_total', 'candidate', { 1: 1, 14: 2, 16: 2 }),
      ];
      const { blocks, failure } = await read(all, { metrics: [errors] });
      assert.equal(failure, undefined);
      assert.deepEqual(
        blocks.candidate.map(({ metrics }) => metrics['errors']),
        [
          { n: 1, sum: 1, sumOfSquares: 1 },
          { n: 2, sum: 1, sumOfSquares: 1 },
        ],
      );
    });

    it('judges a sample only when all of its time can be queried', async () => {
      const all = [counter('units_total', 'candidate', { 14: 10, 14.9: 11, 15.1: 13 })];
      const { blocks } = await read(all, {}, { delay: 30 });
      assert.deepEqual(
        blocks.candidate.map(({ index, units }) => [index - start / query.block, units]),
        [
          [0, 10],
          [1, 3],
        ],
      );
    });
  });

  describe('reading', () => {
    it('goes on where it stopped, and counts the same as one who reads all at once', async () => {
      const scrapes = fc.array(
        fc.record({ after: fc.integer({ min: 1, max: 400 }), rises: fc.nat(20), restart: fc.boolean() }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(scrapes, { maxLength: 3 }), fc.array(fc.nat(3000)), async (instances, looks) => {
          const all = instances.flatMap((steps, at): Series[] => {
            let [seconds, value] = [0, 0];
            const units: Record<number, number> = {};
            const bad: Record<number, number> = {};
            for (const { after, rises, restart } of steps) {
              seconds += after;
              value = restart ? rises : value + rises;
              units[seconds / 60] = value;
              bad[seconds / 60] = Math.floor(value / 3);
            }
            const more = { instance: `i${at}` };
            return [counter('units_total', 'candidate', units, more), counter('errors_total', 'candidate', bad, more)];
          });
          const ask = prometheusWith(all);
          const source = prometheus('Prometheus', ask, settings);
          const end = start + 5 * 60 * minute;
          const at = (now: number): Promise<Evidence> =>
            source.read({ ...query, metrics: [errors], block: minute, now }, never);
          for (const look of [...looks].sort((a, b) => a - b)) await at(start + look * 1000);
          const watching = await at(end);
          assert.deepEqual(watching, await read(all, { metrics: [errors], block: minute, now: end }));
        }),
        { numRuns: 60 },
      );
    });

    it('begins when all samples from before the rollout can be queried', async () => {
      const ask = prometheusWith([candidateUnits]);
      const source = prometheus('Prometheus', ask, { ...settings, delay: 30 });
      const early = await source.read({ ...query, now: start + 29_999 }, never);
      assert.deepEqual([early.newest, early.failure, ask.asked], [undefined, undefined, []]);
      assert.equal((await source.read(query, never)).arms.candidate.units, 40);
    });

    it('asks only for what is new', async () => {
      const ask = prometheusWith([candidateUnits]);
      const source = prometheus('Prometheus', ask, settings);
      await source.read(query, never);
      const before = ask.asked.length;
      await source.read({ ...query, now: query.now + minute }, never);
      assert.equal(ask.asked.length, before + 1);
      // From five minutes before the newest sample.
      assert.match(ask.asked.at(-1) ?? '', new RegExp(`\\[${(60 - 31 + 5 + 1) * minute}ms\\]$`));
    });

    it('asks for less at once where that is too much, and gives up in words', async () => {
      const whole = prometheusWith([candidateUnits]);
      const most = (longest: number): AskPrometheus => {
        return (path, parameters, signal) => {
          const range = Number(/\[(\d+)ms\]$/.exec(parameters['query'] ?? '')?.[1] ?? 0);
          return range > longest
            ? Promise.resolve({ failure: 'too many samples', isTooMuch: true })
            : whole(path, parameters, signal);
        };
      };
      const patient = await prometheus('Prometheus', most(7 * minute), settings).read(query, never);
      assert.deepEqual([patient.arms.candidate.units, patient.failure], [40, undefined]);
      const failed = await prometheus('Prometheus', most(minute / 2), settings).read(query, never);
      assert.equal(failed.failure, 'Prometheus cannot be read: too many samples');
    });

    it('escapes what stands in names', async () => {
      const ask = prometheusWith([]);
      const hostile = 'a"} or vector(1) or {x="\\\n';
      await prometheus('Prometheus', ask, settings).read({ ...query, prompt: hostile, metrics: [slow] }, never);
      const selector =
        '{__name__=~"units_total|duration_bucket",prompt_name="a\\"} or vector(1) or {x=\\"\\\\\\n",le=~"|\\\\+Inf"}';
      assert.equal(ask.asked.at(-1), `query ${selector}[${60 * minute}ms]`);
    });

    it('rejects when it is aborted, and reads on afterwards', async () => {
      const source = prometheus('Prometheus', prometheusWith([candidateUnits]), settings);
      const stop = new AbortController();
      const reading = source.read(query, stop.signal);
      stop.abort(new Error('enough'));
      await assert.rejects(reading, /enough/);
      assert.equal((await source.read(query, never)).arms.candidate.units, 40);
    });
  });

  describe('fails in words', () => {
    const fails = async (all: readonly Series[], metrics: readonly CountedMetric[], words: RegExp): Promise<void> => {
      const { failure } = await read(all, { metrics });
      assert.match(failure ?? 'no failure', words);
    };

    it('where the configuration does not map a field', async () => {
      const refusals = metric('refusals', { is: 'true', field: 'refusal' });
      const why = (of: CountedField, bounds?: [number, number]) => metric('m', of, bounds);
      const cases: [CountedMetric, RegExp][] = [
        [
          refusals,
          /^refusals cannot be counted: it counts refusal, and `counters` has no `refusal`. Correct prompt-roll/,
        ],
        [why({ is: 'true', field: 'constructor' }), /has no `constructor`/],
        [why({ is: 'true', field: 'duration_s' }), /needs `total` of `duration_s` in `counters`/],
        [why({ is: 'mean', field: 'tool_error' }, [0, 1]), /needs `sum` of `tool_error`/],
        [why({ is: 'over', field: 'cost_usd', threshold: 1 }), /needs `buckets` of `cost_usd`/],
        [why({ is: 'among', field: 'finish', values: [null] }), /counts values of finish that no label can have/],
        [why({ is: 'mean', field: 'cost_usd' }, [-1, 1]), /can be below 0, where no counter can follow/],
      ];
      for (const [one, words] of cases) await fails([candidateUnits], [one], words);
    });

    it('where a threshold is no bound, and names those there are', async () => {
      const bucket = (le: string, more = {}) => counter('duration_bucket', 'candidate', { 1: 1 }, { le, ...more });
      await fails(
        [bucket('+Inf'), bucket('2.5'), bucket('10')],
        [slow],
        /^slow: duration_bucket has no bucket up to 5\.12; its bounds are 2\.5, 10, \+Inf\. Write one of them/,
      );
      const old = { instance: 'old:80' };
      await fails(
        [bucket('+Inf'), bucket('5.12'), bucket('+Inf', old), bucket('10', old)],
        [slow],
        /^slow: duration_bucket\{.*instance="old:80".*\} has no bucket up to 5\.12$/,
      );
    });

    it('where counters cannot be those of units that count once', async () => {
      const counted = (units: number, bad: number): Series[] => [
        counter('units_total', 'candidate', { 1: units }),
        counter('errors_total', 'candidate', { 1: bad }),
      ];
      await fails(
        counted(10, 12),
        [errors],
        /^errors: its counter rose by 12, but units_total by 10\. Both must rise once/,
      );
      assert.equal((await read(counted(10, 11), { metrics: [errors] })).failure, undefined, 'between two increments');
      const [units, ...calls] = costs(1, 10, 0.2);
      assert.ok(units);
      await fails(
        [counter('units_total', 'candidate', { 1: 4 }), ...calls],
        [cost],
        /^cost: cost_count rose by 10, but units_total by 4/,
      );
    });

    it('where sums contradict the bounds of a metric', async () => {
      await fails(
        costs(60, 100, 36),
        [cost],
        /^cost: a mean of 0\.6 is beyond what values can be\. The application must cut/,
      );
      // One of a hundred cost 100.
      await fails(
        costs(2, 100, 10_000),
        [cost],
        /^cost: cost_squares rose by 10000, which squares of such values cannot/,
      );
      await fails(costs(45, 100, 1), [cost], /^cost: cost_squares rose by 1, which squares/);
      for (const squares of [4, 10])
        assert.equal((await read(costs(20, 100, squares), { metrics: [cost] })).failure, undefined);
    });

    it('where a value is none, or a part of a unit', async () => {
      for (const value of [NaN, Infinity, -1])
        await fails(
          [counter('units_total', 'candidate', { 1: value })],
          [],
          /^Prometheus cannot be read: units_total\{.*\} is /,
        );
      for (const value of [1.5, 2 ** 53])
        await fails([counter('units_total', 'candidate', { 1: value })], [], /but units are counted in whole numbers$/);
    });

    it('where Prometheus does not reach back to the beginning', async () => {
      const whole = prometheusWith([candidateUnits]);
      const short: AskPrometheus = (path, parameters, signal) =>
        parameters['query']?.startsWith('count(') === true
          ? Promise.resolve({ data: { resultType: 'vector', result: [] } })
          : whole(path, parameters, signal);
      const { failure, arms } = await prometheus('Prometheus', short, settings).read(query, never);
      assert.match(failure ?? '', /^Prometheus has no samples from 2026-11-22T10:00:00\.000Z, when the rollout began/);
      assert.equal(arms.candidate.units, 0);
    });

    it('where an answer is none of Prometheus', async () => {
      const answers = [
        undefined,
        null,
        [],
        { resultType: 'scalar', result: [0, '1'] },
        { resultType: 'matrix', result: [1] },
        { resultType: 'matrix', result: [{ metric: { a: 1 }, values: [] }] },
        { resultType: 'matrix', result: [{ metric: {}, values: [[1]] }] },
        { resultType: 'matrix', result: [{ metric: {}, values: [['1', '1']] }] },
        { resultType: 'vector', result: [{ metric: {}, value: [1, ''] }] },
        { resultType: 'vector', result: [{ metric: {} }] },
      ];
      for (const data of answers) {
        const { failure } = await prometheus('P', () => Promise.resolve({ data }), settings).read(query, never);
        assert.match(failure ?? 'none', /^Prometheus cannot be read: /, JSON.stringify(data));
      }
    });
  });
});

describe('units per day in Prometheus', () => {
  const now = start;
  const perDay = (all: readonly Series[], asking?: AskPrometheus) =>
    prometheusUnitsPerDay(asking ?? lookingAt(all), settings)(query.prompt, now, never);

  /** Answers a subquery with all samples of its time. */
  function lookingAt(all: readonly Series[]): AskPrometheus {
    return (_, { query: expression = '' }) => {
      const back = Number(/\[(\d+)ms:/.exec(expression)?.[1]);
      const result = all.map(({ labels: metric, samples }) => ({
        metric,
        values: samples.filter(({ time }) => time >= now - back).map(({ time, value }) => [time / 1000, String(value)]),
      }));
      return Promise.resolve({ data: { resultType: 'matrix', result } });
    };
  }

  /** A sample each half hour of so many hours until now. */
  function steadily(hours: number, perHour: number, more = {}): Series {
    const looks = Array.from(
      { length: 2 * hours + 1 },
      (_, at) => [at / 2 - hours, 1000 + (at * perHour) / 2] as const,
    );
    return counter('units_total', 'baseline', Object.fromEntries(looks.map(([at, value]) => [at * 60, value])), more);
  }

  it('counts all versions and none, and no segment; not what was there before it looked', async () => {
    const all = [
      steadily(48, 4),
      steadily(48, 2, { prompt_version: '', arm: '' }),
      steadily(48, 50, { arm: 'segment' }),
    ];
    assert.equal(await perDay(all), 144);
  });

  it('counts a series that came later from 0', async () => {
    const later = counter('units_total', 'baseline', { [-60]: 24, 0: 48 }, { instance: 'new:80' });
    assert.equal(await perDay([steadily(48, 4), later]), (4 * 48 + 48) / 2);
  });

  it('looks closely at an hour, and tells nothing by less than ten units or without an answer', async () => {
    assert.equal(await perDay([steadily(1, 240)]), 240 * 24);
    assert.equal(await perDay([steadily(48, 0.1)]), undefined);
    assert.equal(await perDay([]), undefined);
    assert.equal(await perDay([], () => Promise.resolve({ failure: 'no', isTooMuch: false })), undefined);
  });
});
