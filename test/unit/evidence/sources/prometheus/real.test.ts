import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMetricSource, createUnitsPerDay } from '../../../../../src/backends/createMetricSource.js';
import { flagdFile } from '../../../../../src/backends/traffic/flagd/index.js';
import { arms } from '../../../../../src/evidence/arm.js';
import type { Block } from '../../../../../src/evidence/blocks.js';
import type { Evidence } from '../../../../../src/evidence/evidence.js';
import type { EvidenceQuery } from '../../../../../src/evidence/evidenceQuery.js';
import { ExactSum } from '../../../../../src/evidence/exactSum.js';
import type { MetricSource } from '../../../../../src/evidence/metricSource.js';
import { countedMetric } from '../../../../../src/rollout/countedMetric.js';
import { parseStrategy } from '../../../../../src/rollout/strategy/parseStrategy.js';
import {
  defaultMetrics,
  defaultPrometheus,
  type PrometheusSettings,
} from '../../../../../src/workspace/configuration/configuration.js';
import { parseConfiguration } from '../../../../../src/workspace/configuration/parseConfiguration.js';
import { random as luck } from '../../../../bench/gates/random.js';
import { baseline, candidate, release } from '../../../backends/traffic/flagd/release.js';
import { CountedApp, type ServedUnit } from './countedApp.js';
import { freePort, prometheusProgram, startPrometheus, until, type RealPrometheus } from './realPrometheus.js';

const { signal } = new AbortController();
const prompt = 'prompts/support-reply';
const token = () => Promise.resolve(undefined);

/** What all blocks hold together: units, and n, Σy and Σy² of each metric. */
function totalsOf(blocks: readonly Block[]): unknown {
  const names = [...new Set(blocks.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const total = (numbers: readonly number[]): number => {
    const sum = new ExactSum();
    for (const number of numbers) sum.add(number);
    return sum.total();
  };
  return {
    units: total(blocks.map(({ units }) => units)),
    metrics: names.map((name) => {
      const all = blocks.flatMap(({ metrics }) => metrics[name] ?? []);
      return [name, ...(['n', 'sum', 'sumOfSquares'] as const).map((key) => total(all.map((sums) => sums[key])))];
    }),
  };
}

/** All of the evidence that does not depend on when something was scraped. */
function wholeOf({ blocks, segments, stageUnits, unknownVersions, skipped, failure }: Evidence): unknown {
  return {
    arms: arms.map((arm) => [arm, totalsOf(blocks[arm])]),
    segments: segments.map(({ attribute, value, blocks: own }) => [
      `${attribute} ${value}`,
      totalsOf(own.candidate),
      totalsOf(own.baseline),
    ]),
    stageUnits,
    unknownVersions,
    skipped,
    failure,
  };
}

function queryOf(text: string, rolloutSince: number): Omit<EvidenceQuery, 'now'> {
  const { strategy, diagnostics } = parseStrategy(text);
  assert.ok(strategy, JSON.stringify(diagnostics));
  return {
    prompt,
    baseline,
    candidate,
    rolloutSince,
    stageSince: rolloutSince,
    stages: [rolloutSince],
    block: strategy.block,
    metrics: strategy.metrics.map(countedMetric),
    segments: [...new Set(strategy.metrics.flatMap(({ segments }) => segments))],
  };
}

describe('a real Prometheus', function () {
  this.timeout(120_000);
  let folder: string;
  let server: RealPrometheus | undefined;
  const running: { stop(): unknown }[] = [];

  before(function () {
    if (prometheusProgram === undefined) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  /** @param up how many of them listen already */
  async function scraping(ports: readonly number[], up = ports.length): Promise<RealPrometheus> {
    const targets = ports.map((port) => `127.0.0.1:${port}`);
    server = await startPrometheus(prometheusProgram ?? '', folder, targets);
    await until(async () => (await server?.number('count(up)')) === ports.length);
    await until(async () => (await server?.number('sum(up)')) === up);
    return server;
  }

  const linesOf = (files: readonly string[]): MetricSource =>
    createMetricSource({ ...defaultMetrics, files }, { root: folder });

  it('gives the same totals as the lines of the same units: two instances, one of them restarted, and itself, too', async () => {
    const ports = [await freePort(), await freePort()];
    const apps = ports.map((port, at) => new CountedApp(port, join(folder, `${at}.jsonl`), prompt));
    running.push(...apps);
    const [first, second] = apps as [CountedApp, CountedApp];
    await Promise.all(apps.map((app) => app.start()));
    const prometheus = await scraping(ports);
    const settings: PrometheusSettings = {
      ...defaultPrometheus,
      url: prometheus.url,
      units: 'app_units_total',
      counters: {
        error: { total: 'app_errors_total' },
        finish: { total: 'app_finished_total' },
        cost: { sum: 'app_cost_sum', count: 'app_cost_count', squares: 'app_cost_squares_total' },
        score: { sum: 'app_score_sum', count: 'app_score_count', squares: 'app_score_squares_total' },
        duration: { buckets: 'app_duration_bucket' },
      },
      delay: 0.5,
    };

    const random = luck(11);
    let served = 0;
    const unit = (only?: string): ServedUnit => {
      const chance = random();
      const arm = only ?? (chance < 0.5 ? 'baseline' : chance < 0.9 ? 'candidate' : 'segment');
      const known = { version: arm === 'baseline' ? baseline : candidate, arm };
      return {
        unit: `u${(served += 1)}`,
        ...(only !== undefined || random() < 0.95 ? known : {}),
        locale: random() < 0.7 ? 'en' : 'de',
        error: random() < 0.1,
        finish: random() < 0.8 ? 'stop' : 'length',
        // Sums of these have no rounding, in whatever order.
        cost: Math.floor(random() * 512) / 1024,
        score: 1 + Math.floor(random() * 5),
        duration: Math.floor(random() * 640) / 100,
      };
    };
    const serve = async (app: CountedApp, count: number): Promise<void> => {
      for (let left = count; left > 0; left -= 10) {
        await app.serve(Array.from({ length: Math.min(10, left) }, () => unit()));
        await sleep(20);
      }
    };
    const scraped = async (): Promise<void> => {
      for (const { port, units } of apps)
        await until(
          async () => (await prometheus.number(`sum(app_units_total{instance="127.0.0.1:${port}"})`)) === units,
        );
    };

    // Before the rollout all are served the baseline.
    for (const app of apps) await app.serve(Array.from({ length: 40 }, () => unit('baseline')));
    await scraped();
    await sleep(5);
    const query = queryOf(
      `prompt: a.md
unit: u
block: 1s
stages: [{ name: half, traffic: 50% }]
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4%, segments: [locale] }
  cut: { is: rate, bad: { finish: [length, content_filter] }, margin: 2pp, expect: 20% }
  cost: { is: mean, of: cost, cap: 0.5, margin: 10%, expect: 0.25 }
  score: { is: mean, of: score, range: [1, 5], worse: lower, margin: 0.1, expect: 3 }
  slow: { is: rate, of: duration, over: 5.12s, margin: 2pp, expect: 20% }`,
      Date.now(),
    );
    const watching = createMetricSource(settings, { root: folder, token });
    const read = (source: MetricSource): Promise<Evidence> => source.read({ ...query, now: Date.now() }, signal);
    await sleep(5);

    await Promise.all(apps.map((app) => serve(app, 400)));
    await scraped();
    const early = await read(watching);
    assert.deepEqual(wholeOf(early), wholeOf(await read(linesOf(['*.jsonl']))));

    // One application is restarted, while the other one goes on.
    await first.stop();
    await serve(second, 100);
    await first.start();
    await Promise.all(apps.map((app) => serve(app, 100)));
    await read(watching);

    // Prometheus is restarted, and the applications go on.
    await prometheus.stop();
    const unreadable = await read(watching);
    assert.match(unreadable.failure ?? '', /^Prometheus cannot be read: nothing listens at http:\/\/127\.0\.0\.1:\d+/);
    assert.equal(unreadable.digest === early.digest, false, 'what was read before counts');
    await Promise.all(apps.map((app) => serve(app, 150)));
    await prometheus.start();
    await serve(first, 120);
    await scraped();

    const lines = await read(linesOf(['*.jsonl']));
    const counters = await read(watching);
    assert.deepEqual(wholeOf(counters), wholeOf(lines));
    assert.equal(counters.failure, undefined);
    assert.equal(served, 80 + 2 * 400 + 100 + 2 * 100 + 2 * 150 + 120);
    assert.ok(counters.arms.candidate.units > 400 && counters.unknownVersions > 30);
    const perMetric = Object.values(counters.arms.candidate.metrics);
    assert.deepEqual(new Set(perMetric.map(({ units }) => units)), new Set([counters.arms.candidate.units]));

    // Who was not there all the time counts the same, to the last block.
    const anew = await createMetricSource(settings, { root: folder, token }).read(
      { ...query, now: Date.now() },
      signal,
    );
    assert.deepEqual(anew.blocks, counters.blocks);
    assert.equal(anew.digest, counters.digest);
    assert.ok((anew.newest ?? 0) >= (lines.newest ?? Infinity), 'the newest increase is seen once the unit is over');

    const perDay = createUnitsPerDay(settings, { root: folder, token });
    const units = await perDay(prompt, Date.now(), signal);
    assert.ok(units !== undefined && units > 0 && Number.isFinite(units), String(units));
    assert.equal(await perDay('prompts/"other"\\', Date.now(), signal), undefined);
  });

  it('scrapes the simulator, and agrees with the lines that it writes', async () => {
    const ports = [await freePort(), await freePort()];
    const flags = flagdFile({ path: join(folder, 'flags.flagd.json'), root: folder, label: 'flags.flagd.json' });
    await flags.apply('support-reply', release(30_000), (await flags.read('support-reply', signal)).revision, signal);
    // Nothing listens there yet.
    const scraper = await scraping(ports, 0);
    const since = Date.now();
    const simulator = join(example, 'simulator/main.mjs');
    const start = (name: string, port: number, seed: number): ChildProcess => {
      const options = ['--flags', 'flags.flagd.json', '--telemetry', `${name}.jsonl`, '--metrics', String(port)];
      const what = ['--seed', String(seed), '--count', '400', '--per-second', '400', '--candidate', 'bad'];
      const child = spawn(process.execPath, [simulator, ...options, ...what], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      running.push({ stop: () => child.kill('SIGKILL') });
      return child;
    };
    const scraped = (port: number): Promise<void> =>
      until(async () => (await scraper.number(`sum(llm_units_total{instance="127.0.0.1:${port}"})`)) === 400);
    const [port, otherPort] = ports as [number, number];
    const before = start('first', port, 1);
    start('second', otherPort, 2);
    await scraped(port);
    await scraped(otherPort);
    before.kill('SIGTERM');
    await once(before, 'exit');
    start('third', port, 3);
    await until(async () => (await readFile(join(folder, 'third.jsonl'), 'utf8')).split('\n').length === 401);
    await until(async () => (await scraper.number(`sum(llm_units_total{instance="127.0.0.1:${port}"})`)) === 400);

    const { settings, strategy } = await readExample(scraper.url);
    const query = { ...queryOf(strategy, since), now: Date.now() };
    const counters = await createMetricSource(settings, { root: folder, token }).read(query, signal);
    const lines = await linesOf(['*.jsonl']).read(query, signal);
    // Cents are no binary fractions: adding them up one by one rounds, where lines are added exactly.
    assert.deepEqual(rounded(wholeOf(counters)), rounded(wholeOf(lines)));
    const quality = (evidence: Evidence) =>
      evidence.blocks.candidate.map(({ metrics }) => metrics['quality']?.sum ?? 0);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    assert.equal(sum(quality(counters)), sum(quality(lines)), 'whole numbers are the same to the last digit');
    assert.equal(counters.arms.baseline.units + counters.arms.candidate.units, 1200);
  });
});

const example = join(import.meta.dirname, '../../../../../examples/support-chatbot');

/** The strategy of the example, and what its README says for Prometheus. */
async function readExample(url: string): Promise<{ settings: PrometheusSettings; strategy: string }> {
  const readme = await readFile(join(example, 'README.md'), 'utf8');
  const metrics = /```yaml\n(metrics:\n[^`]+)```/.exec(readme)?.[1] ?? '';
  const text = `environments:\n  production:\n    ${metrics.replaceAll('\n', '\n    ')}`.replace(
    /url: .*/,
    `url: ${url}`,
  );
  const { configuration, diagnostics } = parseConfiguration(text);
  const settings = configuration?.environments['production']?.metrics;
  assert.ok(settings?.type === 'prometheus', JSON.stringify(diagnostics));
  return { settings, strategy: await readFile(join(example, 'prompts/support-reply.rollout.yaml'), 'utf8') };
}

function rounded(whole: unknown): unknown {
  return JSON.parse(JSON.stringify(whole), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value,
  ) as unknown;
}
