import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { random as luck } from '../../bench/gates/random.js';
import { terminalFixture, type Document, type TerminalFixture } from './terminalFixture.js';

const minute = 60_000;

const strategy = `prompt: answer.md
unit: mail_id
block: 1m
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4%, limit: 60%, segments: [locale] }
  quality: { role: success, is: mean, of: score, range: [1, 5], worse: lower, goal: 0.2, expect: 3 }
stages:
  - { name: canary, traffic: 10%, bake: 2m, samples: 50 }
  - { name: half, traffic: 50%, bake: 2m, samples: 50, needs: proof }
  - { name: most, traffic: 50%, bake: 2m, needs: goal }
`;

interface Traffic {
  /** The chance of an error. */
  readonly errors?: (arm: string, locale: string) => number;
  /** The mean score. */
  readonly score?: (arm: string) => number;
  /** The share of the candidate that is really served; what the stage says where absent. */
  readonly share?: number;
}

describe('rollouts that are judged by their data', function () {
  this.timeout(60_000);
  let at: TerminalFixture;
  let started: Document;
  const random = luck(7);

  beforeEach(async () => {
    at = terminalFixture();
    at.commit('a strategy that is judged', { 'ai/mail/answer.rollout.yaml': strategy });
    mkdirSync(join(at.root, 'logs'));
    started = await at.json(0, 'start', 'answer');
  });
  afterEach(() => at.remove());

  /** It is there where a rule did something. */
  const hasActed = ({ acted }: Document): boolean => (acted as Document['acted'] | null) !== null;

  let units = 0;
  /** One more minute of 1,000 mails by the stage that is served, and what the rules make of it. */
  async function tick(traffic: Traffic = {}, autopilot = 'protect'): Promise<Document> {
    const { served } = await at.json(0, 'status', 'answer');
    const share = traffic.share ?? served.traffic / 100;
    const lines = Array.from({ length: 1000 }, () => {
      const arm = random() < share ? 'candidate' : 'baseline';
      const locale = ['de', 'en', 'fr', 'pl'][Math.floor(random() * 4)]!;
      const chance = traffic.errors?.(arm, locale) ?? 0.04;
      const score = traffic.score?.(arm) ?? 3;
      return JSON.stringify({
        time: new Date(at.now + Math.floor(random() * minute)).toISOString(),
        prompt: 'ai/mail/answer',
        version: arm === 'baseline' ? started.baseline : started.candidate,
        arm,
        unit: `m${(units += 1)}`,
        error: random() < chance,
        score: score + (random() < 0.5 ? -1 : 1),
        locale,
      });
    });
    appendFileSync(join(at.root, 'logs/mails.jsonl'), `${lines.join('\n')}\n`);
    at.now += minute;
    // It ends with another code than 0 where a person is needed.
    const { out } = await at.run('tick', 'answer', '--autopilot', autopilot, '--json');
    return (JSON.parse(out) as { readonly prompts: readonly [Document] }).prompts[0];
  }

  async function until(wanted: (one: Document) => boolean, most: number, traffic: Traffic, autopilot?: string) {
    for (let minutes = 1; minutes <= most; minutes += 1) {
      const one = await tick(traffic, autopilot);
      if (wanted(one)) return { one, minutes };
    }
    throw new Error(`not within ${most} minutes`);
  }

  it('goes back by rule when errors triple, on the smallest stage, and says why', async () => {
    const bad: Traffic = { errors: (arm) => (arm === 'candidate' ? 0.16 : 0.04) };
    const { minutes } = await until(hasActed, 30, bad);
    assert.ok(minutes < 8, String(minutes));
    const status = await at.json(0, 'status', 'answer');
    assert.deepEqual(
      [status.state, status.baseline, status.served.candidate, status.ended.how, status.ended.cause],
      ['released', started.baseline, null, 'rolled_back', 'harm'],
    );
    assert.match(status.ended.detail, /^errors got worse by more than 1 point: candidate 1\d\.\d % of \d+, baseline /);
    assert.match((await at.run('log', '--limit', '1')).out, /rule {2}rolled back by rule \(harm\): errors got worse/);
  });

  it('names the segment where the harm is', async () => {
    const bad: Traffic = { errors: (arm, locale) => (arm !== 'candidate' ? 0.04 : locale === 'de' ? 0.18 : 0) };
    await until(hasActed, 40, bad);
    assert.match((await at.json(0, 'status', 'answer')).ended.detail, /^errors got worse .* where locale is de$/);
  });

  it('goes back where a limit is broken, whatever the baseline does', async () => {
    await until(hasActed, 40, { errors: () => 0.75 });
    assert.match(
      (await at.json(0, 'status', 'answer')).ended.detail,
      /^errors is beyond its limit of 60\.0 %: candidate 7/,
    );
  });

  it('holds where the split is not the one that is configured, and goes on with data from then on', async () => {
    const { one } = await until(({ state }) => state === 'held', 40, { share: 0.02 });
    assert.deepEqual(one.held.cause, 'mismatch');
    assert.match(one.held.detail, /^the split is not the one that is configured: [\d,]+ of [\d,]+ units/);
    const resumed = await at.json(0, 'resume', 'answer', '--reason', 'the application reads the flag now');
    assert.equal(resumed.state, 'running');
    for (let minutes = 0; minutes < 5; minutes += 1) assert.equal((await tick()).state, 'running');
  });

  it('advances by itself to what needs proof and a goal only once they are proven, and completes', async () => {
    const good: Traffic = { score: (arm) => (arm === 'candidate' ? 3.5 : 3) };
    const { minutes } = await until(({ stage }) => stage.name === 'half', 10, good, 'full');
    assert.ok(minutes <= 4, String(minutes));
    const waiting = await at.json(0, 'status', 'answer');
    const gate = waiting.gates.find(({ name }) => name === 'needs');
    assert.deepEqual([gate?.state, gate?.text], ['waiting', 'proof: 0 of 1 metrics proven']);
    await until(({ state }) => state === 'released', 60, good, 'full');
    const { ended } = await at.json(0, 'status', 'answer');
    assert.deepEqual([ended.how, ended.candidate], ['completed', started.candidate]);
  });

  it('shows how far the evidence is', async () => {
    for (let minutes = 0; minutes < 3; minutes += 1) await tick();
    const { evidence } = await at.json(0, 'status', 'answer');
    const { errors, quality } = evidence.judged.metrics;
    assert.deepEqual([errors?.verdict, quality?.harm], ['undecided', null]);
    assert.ok(errors!.interval.low < 0 && errors!.interval.high > 0);
    assert.equal(evidence.judged.mismatch, false);
    assert.match((await at.run('status', 'answer')).out, /^ {2}verdict +(proof|harm) \d+ %/m);
  });
});
