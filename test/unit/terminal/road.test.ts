import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

const seconds = 1000;

describe('the whole road in the terminal', function () {
  this.timeout(30_000);
  let at: TerminalFixture;
  const flags = (): string => readFileSync(join(at.root, 'deploy/staging.flags.json'), 'utf8');
  beforeEach(() => (at = terminalFixture()));
  afterEach(() => at.remove());

  it('leads from adopting through stages and an approval to completion, and back', async () => {
    const [v1, v2] = [at.id('You greet people.\n'), at.id('You greet people warmly.\n')];
    const adopted = await at.json(0, 'adopt', 'greeting', 'v1');
    assert.deepEqual([adopted.state, adopted.baseline, adopted.served.baseline], ['released', v1, v1]);

    const started = await at.json(0, 'start', 'greeting', '--reason', 'warmth');
    assert.deepEqual(
      [started.prompt, started.environment, started.state, started.stage.index, started.stage.name],
      ['ai/greeting', 'staging', 'running', 0, 'some'],
    );
    assert.deepEqual([started.baseline, started.candidate], [v1, v2]);
    assert.deepEqual([started.stage.traffic, started.served.traffic, started.served.is], [10, 10, 'expected']);
    assert.match(flags(), /10000/);

    const early = await at.json(1, 'advance', 'greeting');
    assert.equal(early.error.kind, 'refused');
    assert.match(early.error.message, /bake 0s of 20s/);

    at.now += 20 * seconds;
    const waiting = await at.json(0, 'tick', 'greeting');
    assert.deepEqual(
      [waiting.autopilot, waiting.prompts[0].acted, waiting.prompts[0].stage.index],
      ['protect', null, 0],
    );
    assert.deepEqual(waiting.prompts[0].next, { do: 'advance', stage: 1 });
    assert.equal((await at.json(0, 'advance', 'greeting')).stage.name, 'most');

    at.now += 20 * seconds;
    assert.match((await at.json(1, 'approve', 'greeting')).error.message, /somebody else/);
    assert.match((await at.json(1, 'advance', 'greeting')).error.message, /0 of 1 approvals/);
    at.be('Bob');
    assert.equal((await at.json(0, 'approve', 'greeting')).approvals[0].by.name, 'Bob');
    const all = await at.json(0, 'tick', 'greeting', '--autopilot', 'full');
    assert.deepEqual([all.prompts[0].stage.name, all.prompts[0].did], ['all', ['advanced to all (100 %)']]);

    at.now += 20 * seconds;
    const completed = await at.json(0, 'tick', '--autopilot', 'full');
    assert.deepEqual(completed.prompts[0].did, ['completed: the candidate is released']);
    const status = await at.json(0, 'status', 'greeting');
    assert.deepEqual(
      [status.state, status.baseline, status.ended.how, status.gates],
      ['released', v2, 'completed', []],
    );

    const reverted = await at.json(0, 'revert', 'greeting', '--reason', 'too warm');
    assert.deepEqual([reverted.baseline, reverted.ended.how], [v1, 'reverted']);

    const { events } = await at.json(0, 'log', 'greeting');
    assert.deepEqual(
      events.filter(({ event }) => event !== 'confirm').map(({ event, actor }) => `${event} ${actor.name}`),
      ['adopt Ann', 'start Ann', 'advance Ann', 'approve Bob', 'advance Bob', 'advance Bob', 'revert Bob'],
    );
    const text = (await at.run('log', '--limit', '2')).out.trimEnd().split('\n');
    assert.match(text[0] ?? '', /^2026-11-22T10:01:00Z {2}greeting {2}rule {2}completed: the candidate is released$/);
    assert.equal(text.length, 2);
  });

  it('measures with telemetry, and aborts', async () => {
    const started = await at.json(0, 'start', 'answer');
    assert.deepEqual(started.did, [
      `published ${started.baseline.slice(0, 7)} at 100 %`,
      `started ${started.baseline.slice(0, 7)} → ${started.candidate.slice(0, 7)} at staff (100 % of team = internal)`,
    ]);
    assert.deepEqual(started.stage.only, { team: ['internal'] });
    const line = (arm: string, unit: string, error: boolean, cost: number): string =>
      JSON.stringify({
        time: new Date(at.now + seconds).toISOString(),
        prompt: 'ai/mail/answer',
        version: arm === 'baseline' ? started.baseline : started.candidate,
        arm,
        unit,
        error,
        cost,
      });
    at.write({
      'logs/mails.jsonl': `${[line('segment', 'a', false, 0.01), line('segment', 'b', true, 0.03), line('baseline', 'c', false, 0.02)].join('\n')}\nno line\n`,
    });
    at.now += 5 * seconds;
    const early = await at.json(0, 'status', 'answer');
    assert.deepEqual(early.evidence.arms.segment, {
      units: 2,
      metrics: { errors: { is: 'rate', units: 2, value: 0.5 }, cost: { is: 'mean', units: 2, value: 0.02 } },
    });
    assert.deepEqual([early.evidence.arms.baseline.units, early.evidence.skipped.lines], [1, 1]);
    const text = (await at.run('status', 'answer')).out;
    assert.match(text, /^ {2}gate bake +waiting: bake 4s of 10s$/m);
    assert.match(text, /^ {2}segment +2 +50 % +0\.02$/m);
    assert.match(text, /^ {2}gate harm +met: no harm: 0 % of the way$/m);

    at.now += 10 * seconds;
    assert.equal((await at.json(0, 'advance', 'answer')).stage.name, 'all');
    assert.equal((await at.json(0, 'pause', 'answer')).state, 'paused');
    assert.equal((await at.json(2, 'resume', 'answer')).error.kind, 'input');
    assert.equal((await at.json(0, 'resume', 'answer', '--reason', 'looked at it')).state, 'running');
    const extended = await at.json(0, 'extend', 'answer', '--by', '2d', '--reason', 'weekend');
    assert.equal(extended.deadline, '2026-12-01T10:00:00.000Z');
    const aborted = await at.json(0, 'abort', 'answer');
    assert.deepEqual(
      [aborted.state, aborted.served.candidate, aborted.ended.how, aborted.ended.cause],
      ['released', null, 'rolled_back', 'person'],
    );
    assert.match((await at.json(1, 'start', 'answer')).error.message, /needs a reason/);
    assert.equal((await at.json(0, 'start', 'answer', '--reason', 'mended')).attempt, 2);
    const overridden = await at.json(0, 'override', 'answer', '--reason', 'known to be good');
    assert.equal(overridden.stage.index, 1);
  });

  it('finds a flag that was changed by hand, and writes again what the log says, or follows it', async () => {
    await at.json(0, 'start', 'greeting');
    at.now += 20 * seconds;
    const edit = (from: RegExp, to: string): void =>
      writeFileSync(join(at.root, 'deploy/staging.flags.json'), flags().replace(from, to));
    edit(/10000/, '30000');
    edit(/90000/, '70000');
    assert.equal((await at.json(3, 'advance', 'greeting')).error.kind, 'conflict');
    assert.equal((await at.json(3, 'status', 'greeting')).served.traffic, 30);
    const tick = await at.json(3, 'tick');
    assert.deepEqual([tick.prompts[0].acted.cause, tick.prompts[0].state], ['drift', 'held']);
    assert.equal((await at.json(1, 'takeover', 'greeting')).error.kind, 'refused');
    const reapplied = await at.json(0, 'reapply', 'greeting');
    assert.deepEqual([reapplied.state, reapplied.served.traffic, reapplied.served.is], ['running', 10, 'expected']);

    edit(/10000/, '60000');
    edit(/90000/, '40000');
    const taken = await at.json(0, 'takeover', 'greeting');
    assert.deepEqual([taken.stage.name, taken.served.is], ['most', 'expected']);
  });

  it('ends with 4 where the backend cannot be read', async () => {
    await at.json(0, 'start', 'greeting');
    at.write({ 'deploy/staging.flags.json': '{ not json' });
    assert.equal((await at.json(4, 'status', 'greeting')).served.is, 'unreachable');
    assert.equal((await at.json(4, 'tick')).prompts[0].state, 'running');
    assert.equal((await at.json(4, 'advance', 'greeting')).error.kind, 'unreachable');
  });

  it('shows a damaged log, changes nothing on top of it, and lets an abort begin a new one', async () => {
    await at.json(0, 'start', 'greeting');
    const path = 'ai/greeting/r1.jsonl';
    const blob = at.git('rev-parse', `prompt-rollout/staging:${path}`);
    process.env['GIT_INDEX_FILE'] = join(at.root, '.git', 'damage');
    try {
      at.git('read-tree', 'prompt-rollout/staging');
      writeFileSync(join(at.root, 'broken'), `${at.git('cat-file', 'blob', blob)}\n{"event":"nonsense"}\n`);
      const broken = at.git('hash-object', '-w', 'broken');
      at.git('update-index', '--cacheinfo', `100644,${broken},${path}`);
      const commit = at.git('commit-tree', at.git('write-tree'), '-p', 'prompt-rollout/staging', '-m', 'broken');
      at.git('update-ref', 'refs/heads/prompt-rollout/staging', commit);
    } finally {
      delete process.env['GIT_INDEX_FILE'];
    }
    const status = await at.json(2, 'status', 'greeting');
    assert.equal(status.state, 'damaged');
    assert.match(status.notes[0], /ai\/greeting\/r1\.jsonl:3/);
    assert.equal((await at.json(2, 'pause', 'greeting')).error.kind, 'input');
    assert.equal((await at.json(2, 'log')).damaged[0].prompt, 'ai/greeting');
    assert.equal((await at.json(2, 'tick')).prompts[0].error.kind, 'input');
    const { prompts } = await at.json(0, 'list');
    assert.equal(prompts[0].rollout.state, 'damaged');
    const aborted = await at.json(0, 'abort', 'greeting');
    assert.deepEqual([aborted.state, aborted.served.baseline], ['released', at.id('You greet people.\n')]);
  });

  it('keeps a rollout in reach while a branch without the prompt is checked out', async () => {
    await at.json(0, 'start', 'greeting');
    at.branch('elsewhere');
    at.commit('gone', { 'ai/greeting.md': null });
    const { prompts } = await at.json(0, 'list');
    const [gone] = prompts.filter(({ name }) => name === 'greeting');
    assert.deepEqual(
      [gone?.version, gone?.draft, gone?.rollout.state, gone?.diagnostics[0].code],
      [null, false, 'running', 'no-file'],
    );
    assert.equal((await at.json(0, 'abort', 'greeting')).state, 'released');
  });

  it('has environments that know nothing of each other', async () => {
    await at.json(0, 'start', 'greeting');
    assert.equal((await at.json(0, 'status', 'greeting', '--environment', 'live')).state, 'unreleased');
    assert.deepEqual((await at.json(0, 'log', '-e', 'live')).events, []);
    assert.match((await at.json(2, 'status', '-e', 'nowhere')).error.message, /staging, live/);
  });
});

describe('asking before something is changed', function () {
  this.timeout(10_000);
  let at: TerminalFixture;
  beforeEach(() => (at = terminalFixture()));
  afterEach(() => at.remove());

  it('shows what will happen, and does it on yes', async () => {
    at.answer = 'y';
    const { code, aside } = await at.run('start', 'greeting');
    assert.equal(code, 0);
    assert.equal(at.asked.length, 1);
    assert.match(aside, /^prompt +greeting \(ai\/greeting\)$/m);
    assert.match(aside, /^environment +staging$/m);
    assert.match(aside, /^backend +.*deploy\/staging\.flags\.json$/m);
    assert.match(aside, /^served then +\w{7} to 10 % of all, \w{7} to the rest$/m);
    assert.match(aside, /^logged +started \w{7} → \w{7} at some \(10 %\)$/m);
    assert.match(aside, /^\+ .*"fractional"/m);
  });

  it('changes nothing on anything else', async () => {
    for (const answer of ['', 'n', 'maybe']) {
      at.answer = answer;
      assert.equal((await at.run('start', 'greeting')).code, 1);
    }
    assert.equal((await at.json(0, 'status', 'greeting')).state, 'unreleased');
  });

  it('refuses where there is nobody to ask, and says what it would have done', async () => {
    const { code, out, aside } = await at.run('start', 'greeting');
    assert.deepEqual([code, out], [2, '']);
    assert.match(aside, /served then +\w{7} to 10 % of all/);
    assert.match(aside, /--yes/);
    assert.equal((await at.json(0, 'status', 'greeting')).state, 'unreleased');
  });

  it('keeps standard output for the one document', async () => {
    at.answer = 'yes';
    const { out } = await at.run('start', 'greeting', '--json');
    assert.equal((JSON.parse(out) as { state: string }).state, 'running');
  });
});
