import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { random as luck } from '../../bench/gates/random.js';
import { prometheusWith } from '../evidence/sources/prometheus/scrapes.js';
import type { Series } from '../../../src/evidence/sources/prometheus/series.js';
import { terminalFixture, type Document, type TerminalFixture } from './terminalFixture.js';

const minute = 60_000;

const strategy = `prompt: answer.md
unit: mail_id
block: 2m
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4% }
  quality: { is: mean, of: score, range: [1, 5], worse: lower, margin: 0.3, expect: 3 }
stages:
  - { name: half, traffic: 50%, bake: 2m, samples: 50 }
  - { name: all, traffic: 100%, bake: 2m }
stale: 5m
`;

describe('a rollout that Prometheus measures', function () {
  this.timeout(60_000);
  let at: TerminalFixture;
  let server: Server;
  let started: Document;
  const random = luck(5);
  const values = new Map<string, { series: Series & { samples: { time: number; value: number }[] }; value: number }>();

  beforeEach(async () => {
    values.clear();
    const prometheus = { ask: prometheusWith([]) };
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      prometheus.ask = prometheusWith([...values.values()].map(({ series }) => series));
      void prometheus
        .ask(pathname.replace('/api/v1/', ''), Object.fromEntries(searchParams), new AbortController().signal)
        .then((reply) => response.end(JSON.stringify({ status: 'success', ...reply })));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    at = terminalFixture();
    at.commit('measured by Prometheus', {
      'ai/mail/answer.rollout.yaml': strategy,
      'prompt-rollout.yaml': `prompts: ["ai/**/*.md"]
environments:
  live:
    traffic: { file: deploy/live.flags.json }
    metrics:
      type: prometheus
      url: ${url}
      units: mails_total
      counters:
        error: mail_errors_total
        score: { sum: mail_score_sum, count: mail_score_count, squares: mail_score_squares_total }
`,
    });
    started = await at.json(0, 'start', 'answer');
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    at.remove();
  });

  function rise(name: string, arm: string, by: number): void {
    const key = `${name} ${arm}`;
    const version = arm === 'baseline' ? started.baseline : started.candidate;
    const labels = { __name__: name, prompt_name: 'ai/mail/answer', prompt_version: version, arm, instance: 'a:80' };
    const known = values.get(key) ?? { series: { labels, samples: [] }, value: 0 };
    known.value += by;
    values.set(key, known);
  }

  /** A minute of 400 mails, a scrape, and what the rules make of it. */
  async function tick(errors: number): Promise<Document> {
    for (let mail = 0; mail < 400; mail += 1) {
      const arm = random() < 0.5 ? 'candidate' : 'baseline';
      const score = random() < 0.5 ? 2 : 4;
      rise('mails_total', arm, 1);
      rise('mail_errors_total', arm, Number(random() < (arm === 'candidate' ? errors : 0.04)));
      rise('mail_score_sum', arm, score);
      rise('mail_score_count', arm, 1);
      rise('mail_score_squares_total', arm, score * score);
    }
    at.now += minute;
    for (const { series, value } of values.values()) series.samples.push({ time: at.now - 5_000, value });
    const { out } = await at.run('tick', 'answer', '--json');
    return (JSON.parse(out) as { readonly prompts: readonly [Document] }).prompts[0];
  }

  it('advances with what it counts, and says what that is', async () => {
    for (let minutes = 0; minutes < 4; minutes += 1) assert.equal((await tick(0.04)).state, 'running');
    const { evidence, gates } = await at.json(0, 'status', 'answer');
    assert.equal(evidence.arms.candidate.units + evidence.arms.baseline.units, 1600);
    assert.equal(evidence.arms.candidate.metrics['quality']?.units, evidence.arms.candidate.units);
    assert.ok(
      gates.every(({ state }) => state === 'met'),
      JSON.stringify(gates),
    );
    assert.equal((await at.json(0, 'advance', 'answer')).state, 'running');
    assert.match((await at.run('forecast', 'answer')).out, /with 580,000 mails a day/);
  });

  it('goes back by rule when errors triple', async () => {
    for (let minutes = 0; minutes < 20; minutes += 1) if ((await tick(0.2)).state === 'released') break;
    const { state, ended } = await at.json(0, 'status', 'answer');
    assert.deepEqual([state, ended.how, ended.cause], ['released', 'rolled_back', 'harm']);
    assert.match(ended.detail, /^errors got worse by more than 1 point: candidate 1\d\.\d % of \d+, baseline /);
  });

  it('holds while Prometheus cannot be read, and goes on when it can', async () => {
    assert.equal((await tick(0.04)).state, 'running');
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    const held = await tick(0.04);
    assert.deepEqual([held.state, held.held.cause], ['held', 'silence']);
    assert.match(held.held.detail, /^Prometheus cannot be read: nothing listens at http:/);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    assert.equal((await tick(0.04)).state, 'running');
    const { evidence } = await at.json(0, 'status', 'answer');
    assert.equal(evidence.arms.candidate.units + evidence.arms.baseline.units, 1200);
  });
});
