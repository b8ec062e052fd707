import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { flagdFile } from '../../../src/backends/traffic/flagd/index.js';
import { wholeTraffic, type Release, type TrafficBackend } from '../../../src/rollout/trafficBackend.js';
import { freePort } from '../evidence/sources/prometheus/realPrometheus.js';
import { baseline, candidate, release, releaseOf } from '../backends/traffic/flagd/release.js';

interface Line {
  time: string;
  unit: string;
  version?: string;
  arm?: string;
  team: string;
  locale: string;
  tool_error: boolean;
  duration_s: number;
  judge_score: number;
}

const simulator = join(import.meta.dirname, '../../../examples/support-chatbot/simulator/main.mjs');
const staff: [string, number] = ['internal', wholeTraffic];

describe('the traffic simulator', function () {
  this.timeout(40_000);
  let folder: string;
  let flags: TrafficBackend;
  const running: ChildProcess[] = [];

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'simulator-')));
    flags = flagdFile({ path: join(folder, 'flags.flagd.json'), root: folder, label: 'flags.flagd.json' });
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async (what: Release) => {
    const signal = new AbortController().signal;
    await flags.apply('support-reply', what, (await flags.read('support-reply', signal)).revision, signal);
  };
  const start = (name: string, options: string[]) => {
    const files = ['--flags', join(folder, 'flags.flagd.json'), '--telemetry', join(folder, `${name}.jsonl`)];
    const child = spawn(process.execPath, [simulator, ...files, ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    running.push(child);
    return child;
  };
  const lines = async (name: string): Promise<Line[]> => {
    const text = await readFile(join(folder, `${name}.jsonl`), 'utf8').catch(() => '');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  };
  /** The same 6,000 conversations, every time. */
  const serve6000 = async (name: string, options: string[] = []) => {
    const [code] = (await once(
      start(name, ['--seed', '1', '--count', '6000', '--per-second', '6000', ...options]),
      'exit',
    )) as [number];
    assert.equal(code, 0);
    return lines(name);
  };

  it('serves each share, keeps everybody who has the candidate, and leaves it within ten seconds', async () => {
    // One application runs through all of it; it starts before there is a flag.
    const app = start('app', ['--seed', '2', '--per-second', '200']);
    await until(async () => (await lines('app')).length > 0, 5_000);
    assert.ok((await lines('app')).every(({ version, arm }) => version === undefined && arm === undefined));

    const shares: [number, number, number][] = [
      [5_000, 0.04, 0.06],
      [25_000, 0.23, 0.27],
    ];
    let before = new Set<string>();
    for (const [share, least, most] of shares) {
      await serve(release(share, { segments: [staff] }));
      const served = await serve6000(`at-${share}`);
      assert.equal(served.length, 6_000);
      const byChance = served.filter(({ team }) => team !== 'internal');
      const chosen = new Set(byChance.filter(({ arm }) => arm === 'candidate').map(({ unit }) => unit));
      const part = chosen.size / byChance.length;
      assert.ok(part > least && part < most, `${part} at ${share}`);
      assert.ok(
        [...before].every((unit) => chosen.has(unit)),
        'somebody left the candidate',
      );
      const inside = served.filter(({ team }) => team === 'internal');
      assert.ok(inside.length > 100 && inside.every(({ arm, version }) => arm === 'segment' && version === candidate));
      before = chosen;
    }
    await until(async () => (await lines('app')).some(({ arm }) => arm === 'candidate'), 10_000);

    await serve(releaseOf({ baseline }));
    const changed = Date.now();
    const since = async (time: number) => (await lines('app')).filter((line) => Date.parse(line.time) > time);
    const onlyBaseline = (line: Line) => line.version === baseline && line.arm === 'baseline';
    await until(
      async () => {
        const last = await since(Date.now() - 500);
        return last.length > 20 && last.every(onlyBaseline);
      },
      changed + 10_000 - Date.now(),
    );
    const back = Date.now();
    await sleep(1_000);
    assert.ok((await since(back)).every(onlyBaseline));

    app.kill('SIGTERM');
    assert.deepEqual(await once(app, 'exit'), [0, null]);
    assert.equal(existsSync(join(folder, 'app.jsonl.pid')), false);
  });

  it('lets the candidate do badly where it is told to', async () => {
    await serve(release(50_000));
    const served = await serve6000('bad', ['--candidate', 'tool-errors', '--bad-for', 'locale=de']);
    const errors = (of: (line: Line) => boolean) => {
      const some = served.filter(of);
      return some.filter((line) => line.tool_error).length / some.length;
    };
    assert.ok(errors(({ arm, locale }) => arm === 'candidate' && locale === 'de') > 0.1);
    assert.ok(errors(({ arm, locale }) => arm === 'candidate' && locale !== 'de') < 0.06);
    assert.ok(errors(({ arm }) => arm === 'baseline') < 0.06);
  });

  it('counts for Prometheus what it writes, once per conversation, until it is ended', async () => {
    await serve(release(50_000));
    const port = await freePort();
    const app = start('counted', ['--seed', '3', '--count', '600', '--per-second', '3000', '--metrics', String(port)]);
    const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    /** The sum of a counter over all its series. */
    const counted = async (name: string, label = '') =>
      (await metrics())
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    await until(async () => (await counted('llm_units_total').catch(() => 0)) === 600, 10_000);
    const served = await lines('counted');
    const ofCandidate = served.filter(({ arm }) => arm === 'candidate');
    assert.equal(await counted('llm_units_total', `prompt_version="${candidate}",arm="candidate"`), ofCandidate.length);
    assert.equal(
      await counted('llm_units_total', 'locale="de"'),
      served.filter(({ locale }) => locale === 'de').length,
    );
    assert.equal(await counted('llm_tool_errors_total'), served.filter((line) => line.tool_error).length);
    const slow = served.filter((line) => line.duration_s > 5.12).length;
    assert.equal(await counted('llm_duration_seconds_bucket', 'le="5.12"'), 600 - slow);
    assert.equal(await counted('llm_duration_seconds_bucket', 'le="+Inf"'), 600);
    const scores = served.map((line) => line.judge_score);
    assert.equal(
      await counted('llm_judge_score_sum'),
      scores.reduce((sum, score) => sum + score, 0),
    );
    assert.equal(
      await counted('llm_judge_score_squares_total'),
      scores.reduce((sum, score) => sum + score ** 2, 0),
    );
    app.kill('SIGTERM');
    assert.deepEqual(await once(app, 'exit'), [0, null]);
  });

  it('is one process for each telemetry file, and splits wrongly when told to', async () => {
    await serve(release(50_000));
    const first = start('one', ['--per-second', '10']);
    await until(() => Promise.resolve(existsSync(join(folder, 'one.jsonl.pid'))), 5_000);
    assert.deepEqual(await once(start('one', []), 'exit'), [0, null]);
    first.kill('SIGTERM');
    await once(first, 'exit');

    const served = await serve6000('ignoring', ['--ignore-flag', '20%']);
    const part = served.filter(({ arm }) => arm === 'candidate').length / served.length;
    assert.ok(part > 0.38 && part < 0.42, String(part));
  });
});

async function until(holds: () => Promise<boolean>, within: number): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`it did not hold within ${within} ms`);
    await sleep(100);
  }
}
