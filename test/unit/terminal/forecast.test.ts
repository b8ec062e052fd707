import assert from 'node:assert/strict';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

const strategy = (half: string): string => `prompt: greeting.md
unit: conversation_id
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4% }
  quality: { is: mean, of: score, range: [1, 5], worse: lower, margin: 0.1, expect: 4.1 }
  solved: { role: success, is: rate, good: solved, goal: +2pp, expect: 70% }
stages:
  - { name: staff, traffic: 100%, only: { team: internal }, bake: 1h }
  - { name: canary, traffic: 5%, bake: 1d }
  - { name: half, traffic: 50%, ${half} }
  - { name: all, traffic: 100%, bake: 1h }
`;

interface ForecastDocument {
  readonly prompt: string;
  readonly unit: string;
  readonly perDay: number | null;
  readonly stages: readonly {
    readonly name: string;
    readonly traffic: number;
    readonly metrics: readonly {
      readonly name: string;
      readonly candidateUnitsToProve: number | null;
      readonly takesSeconds: number | null;
      readonly harmCaughtFrom: number | null;
    }[];
    readonly never: {
      readonly for: string;
      readonly metrics: readonly string[];
      readonly words: string;
      readonly suggested: { readonly traffic: number | null };
    } | null;
  }[];
}

describe('a forecast in the terminal', function () {
  this.timeout(20_000);
  let at: TerminalFixture;
  beforeEach(() => (at = terminalFixture()));
  afterEach(() => at.remove());

  async function forecast(code: number, ...words: string[]): Promise<ForecastDocument> {
    return (await at.json(code, 'forecast', 'greeting', ...words)) as unknown as ForecastDocument;
  }

  it('shows a table for each stage that compares, with what it takes to prove and what harm it catches', async () => {
    at.write({ 'ai/greeting.rollout.yaml': strategy('needs: proof') });
    const { code, out } = await at.run('forecast', 'greeting', '--per-day', '10000');
    assert.equal(code, 0);
    assert.match(out, /^greeting in staging, with 10,000 conversations a day$/m);
    assert.match(out, /^canary \(5 %\)$/m);
    assert.match(out, /^half \(50 %, needs proof\)$/m);
    assert.doesNotMatch(out, /^(staff|all)/m);
    assert.match(out, /^ {2}metric +expected +proof of +needs +in +harm from$/m);
    assert.match(out, /^ {2}errors +4 % +within 1pp +3,800 +7\.6 days +8\.\d %$/m);
    assert.match(out, /^ {2}solved +70 % +goal 2pp +4,\d00 +8\.\d days +–$/m);
  });

  it('ends with 1, and says why and what would help, where a stage never decides in time', async () => {
    at.write({ 'ai/greeting.rollout.yaml': strategy('needs: proof') });
    const { code, out } = await at.run('forecast', 'greeting', '--per-day', '1000');
    assert.equal(code, 1);
    assert.match(
      out,
      /half never decides in time: 1pp on errors at 50 % needs 13,000 conversations; you see 1,000 a day/,
    );
    const document = await forecast(1, '--per-day', '1000');
    const [canary, half] = document.stages;
    assert.equal(canary?.never, null);
    assert.deepEqual([half?.never?.for, half?.never?.metrics], ['proof', ['errors']]);
    assert.ok(out.includes(half?.never?.words ?? 'nothing'));
  });

  it('counts the traffic in the telemetry, and knows no time without it', async () => {
    at.write({ 'ai/greeting.rollout.yaml': strategy('needs: goal') });
    const unknown = await forecast(0);
    assert.deepEqual([unknown.prompt, unknown.unit, unknown.perDay], ['ai/greeting', 'conversation_id', null]);
    assert.deepEqual(
      unknown.stages.map(({ name, traffic, metrics }) => [name, traffic, metrics[0]?.takesSeconds]),
      [
        ['canary', 5, null],
        ['half', 50, null],
      ],
    );
    assert.match(
      (await at.run('forecast', 'greeting')).out,
      /the telemetry does not tell how many conversations there are/,
    );
    const lines = Array.from({ length: 49 }, (_, index) =>
      JSON.stringify({
        time: new Date(at.now - index * 3_600_000).toISOString(),
        prompt: 'ai/greeting',
        unit: `c${index}`,
      }),
    );
    at.write({ 'logs/app.jsonl': `${lines.join('\n')}\n` });
    const known = await forecast(1);
    assert.equal(known.perDay, 24);
    assert.deepEqual(known.stages.at(-1)?.never?.metrics, ['solved', 'errors', 'quality']);
    const { out } = await at.run('forecast', 'greeting');
    assert.match(out, /with 24 conversations a day, by the telemetry of the last 7 days/);
  });

  it('has nothing to compare where no stage does, and nothing to measure without metrics', async () => {
    assert.match((await at.run('forecast', 'greeting')).out, /^some \(10 %\)\n {2}Nothing is measured\.$/m);
    assert.match((await at.run('forecast', 'answer')).out, /^No stage compares the versions\.$/m);
  });

  it('refuses what is no number, a prompt without a strategy, and a strategy with mistakes', async () => {
    for (const bad of ['0', '-3', 'many', '1e9'])
      assert.match((await at.run('forecast', 'greeting', `--per-day=${bad}`)).aside, /--per-day is a number over 0/);
    at.write({ 'ai/lone.md': 'Hello.\n', 'ai/greeting.rollout.yaml': 'prompt: greeting.md\nstages: 3\n' });
    assert.match((await at.run('forecast', 'lone')).aside, /lone has no strategy/);
    const { code, aside } = await at.run('forecast', 'greeting');
    assert.equal(code, 2);
    assert.match(aside, /greeting\.rollout\.yaml:/);
  });
});
