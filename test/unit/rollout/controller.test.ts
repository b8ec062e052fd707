import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HumanError, type Trouble } from '../../../src/prompts/humanError.js';
import type { Observation } from '../../../src/rollout/observe.js';
import { describeSplit } from '../../../src/rollout/split.js';
import {
  ben,
  evidence,
  never,
  plan,
  prompt,
  rolloutFixture,
  v1,
  v2,
  v3,
  type RolloutFixture,
} from './rolloutFixture.js';

const trouble = (kind: Trouble, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HumanError, String(error));
  assert.equal(error.trouble, kind, error.message);
  assert.match(error.message, message);
  return true;
};

describe('controller', () => {
  let fixture: RolloutFixture;
  beforeEach(() => (fixture = rolloutFixture()));
  afterEach(() => fixture.dispose());

  const seconds = (count: number) => (fixture.now += count * 1000);
  /** Data that satisfies every gate of a stage but approvals. */
  const enoughData = () =>
    (fixture.evidence = evidence({ newest: fixture.now, firstOfStage: fixture.now - 100_000, stageUnits: 1000 }));
  const share = () => fixture.backend.flags.get('support-reply')?.split.candidate?.share;
  const stageOf = ({ state }: Observation) => state.live?.strategy.stages[state.live.stage]?.name;

  /** adopted, started, and advanced to the canary at 5 % */
  const toCanary = async () => {
    await fixture.perform(plan.adopt(), plan.start());
    enoughData();
    return fixture.perform(plan.advance);
  };

  it('goes the whole road: adopt, start, advance, approve, complete, revert', async () => {
    const canary = await toCanary();
    assert.equal(stageOf(canary), 'canary');
    assert.equal(share(), 5000);
    await fixture.perform(plan.advance);
    await assert.rejects(fixture.perform(plan.advance), trouble('refused', /0 of 1 approvals/));
    await assert.rejects(fixture.perform(plan.approve), trouble('refused', /somebody else must approve/));
    fixture.actor = ben;
    await fixture.perform(plan.approve);
    await fixture.perform(plan.advance);
    assert.equal(share(), 100_000);
    const completed = await fixture.perform(plan.advance);
    assert.deepEqual([completed.state.is, completed.state.released], ['released', v2]);
    assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v2 });
    const reverted = await fixture.perform(plan.revert);
    assert.deepEqual([reverted.state.released, reverted.state.ended.at(-1)?.end?.how], [v1, 'reverted']);
    assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
    assert.ok(fixture.words().includes('advanced to canary (5 %)'));
  });

  it('keeps a segment on the candidate for good, and never changes the salt', async () => {
    await fixture.perform(plan.adopt(), plan.start());
    const staff = fixture.backend.flags.get('support-reply')?.split.candidate;
    assert.deepEqual([staff?.share, staff?.segments], [0, [{ only: { team: ['internal'] }, share: 100_000 }]]);
    enoughData();
    await fixture.perform(plan.advance);
    const canary = fixture.backend.flags.get('support-reply')?.split.candidate;
    assert.deepEqual(canary?.segments, staff?.segments);
    assert.equal(canary?.salt, staff?.salt);
  });

  it('logs intent and confirmation around every write, as the actor', async () => {
    await fixture.perform(plan.adopt());
    assert.deepEqual(fixture.words(), ['the backend confirmed', 'published 1111111 at 100 %']);
    assert.match(fixture.git('log', '-1', '--format=%an <%ae>', 'prompt-rollout/production'), /^Ana <ana@example.org>/);
    assert.match(fixture.git('show', `prompt-rollout/production:versions/${v1}`), /This is 1111/);
  });

  it('holds back advancing until bake and samples are there', async () => {
    await fixture.perform(plan.adopt(), plan.start());
    fixture.evidence = evidence({ newest: fixture.now });
    await assert.rejects(fixture.perform(plan.advance), trouble('refused', /bake begins with the first unit/));
    fixture.evidence = evidence({ newest: fixture.now, firstOfStage: fixture.now });
    seconds(9);
    await assert.rejects(fixture.perform(plan.advance), trouble('refused', /bake 9s of 10s/));
    seconds(1);
    await fixture.perform(plan.advance);
  });

  it('pauses and resumes with the share unchanged', async () => {
    await toCanary();
    await fixture.perform(plan.pause);
    assert.equal(share(), 5000);
    await assert.rejects(fixture.perform(plan.advance), trouble('refused', /is paused/));
    const { state } = await fixture.perform(plan.resume());
    assert.equal(state.live?.condition.is, 'running');
  });

  it('overrides what is not met with a reason, but never approvals', async () => {
    await toCanary();
    fixture.evidence = evidence();
    await assert.rejects(fixture.perform(plan.override('  ')), trouble('refused', /needs a written reason/));
    assert.equal(stageOf(await fixture.perform(plan.override())), 'half');
    await assert.rejects(fixture.perform(plan.override()), trouble('refused', /approval/));
  });

  it('aborts from anywhere, and asks for a reason to start the same candidate again', async () => {
    await toCanary();
    await fixture.perform(plan.pause);
    const aborted = await fixture.perform(plan.abort);
    assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
    assert.equal(aborted.state.ended[0]?.end?.how, 'rolled_back');
    await assert.rejects(fixture.perform(plan.start()), trouble('refused', /needs a reason/));
    const again = await fixture.perform(plan.start(v2, 'the outage was not ours'));
    assert.equal(again.state.live?.attempt, 2);
    await fixture.perform(plan.abort);
    assert.equal((await fixture.perform(plan.start(v3))).state.live?.attempt, 1);
  });

  it('holds for silence, goes on by itself when data returns, and leaves the silence out of the bake', async () => {
    await toCanary();
    const first = fixture.now;
    fixture.evidence = evidence({ newest: first, firstOfStage: first, stageUnits: 50 });
    seconds(31);
    const held = await fixture.controller.tick(prompt, 'protect', never);
    assert.deepEqual(held.acted, { do: 'hold', cause: 'silence', detail: 'no fresh data for 31s (stale after 30s)' });
    assert.equal((await fixture.controller.tick(prompt, 'protect', never)).acted, undefined);
    seconds(69);
    fixture.evidence = { ...fixture.evidence, newest: fixture.now };
    const back = await fixture.controller.tick(prompt, 'protect', never);
    assert.equal(back.observation.state.live?.condition.is, 'running');
    assert.ok(back.observation.decision?.gates.some(({ text }) => text === 'bake 31s of 1m'));
  });

  it('rolls back on silence where the strategy says so, and does nothing with the autopilot off', async () => {
    await toCanary();
    fixture.evidence = evidence({ failure: 'telemetry cannot be read' });
    assert.equal((await fixture.controller.tick(prompt, 'off', never)).acted, undefined);
    assert.equal((await fixture.controller.tick(prompt, 'protect', never)).acted?.do, 'hold');
  });

  it('advances by rule only under the full autopilot', async () => {
    await fixture.perform(plan.adopt(), plan.start());
    enoughData();
    assert.equal((await fixture.controller.tick(prompt, 'protect', never)).acted, undefined);
    assert.deepEqual((await fixture.controller.tick(prompt, 'full', never)).acted, { do: 'advance', stage: 1 });
    assert.equal(share(), 5000);
  });

  it('holds when the deadline passes, and only an extension or an abort leaves that', async () => {
    await toCanary();
    seconds(3601);
    fixture.evidence = evidence({ newest: fixture.now });
    assert.equal((await fixture.controller.tick(prompt, 'protect', never)).acted?.do, 'hold');
    await assert.rejects(fixture.perform(plan.resume()), trouble('refused', /still held/));
    const { state } = await fixture.perform(plan.extend(fixture.now + 3_600_000));
    assert.equal(state.live?.condition.is, 'running');
  });

  describe('drift', () => {
    const edited = async () => {
      await toCanary();
      const release = fixture.backend.flags.get('support-reply')!;
      const { candidate } = release.split;
      fixture.backend.set('support-reply', {
        ...release,
        split: { ...release.split, candidate: { ...candidate!, share: 50_000 } },
      });
    };

    it('holds, refuses to advance, and is put right by reapplying', async () => {
      await edited();
      await assert.rejects(fixture.perform(plan.advance), trouble('refused', /the backend serves/));
      const { acted } = await fixture.controller.tick(prompt, 'protect', never);
      assert.equal(acted?.do === 'hold' && acted.cause, 'drift');
      const { state } = await fixture.perform(plan.reapply);
      assert.equal(state.live?.condition.is, 'running');
      assert.equal(share(), 5000);
    });

    it('or by taking over what is a stage of the strategy', async () => {
      await edited();
      await fixture.controller.tick(prompt, 'protect', never);
      assert.equal(stageOf(await fixture.perform(plan.takeover)), 'half');
      assert.equal(share(), 50_000);
    });

    it('refuses to take over what is no stage', async () => {
      await edited();
      const release = fixture.backend.flags.get('support-reply')!;
      fixture.backend.set('support-reply', {
        ...release,
        split: { ...release.split, candidate: { ...release.split.candidate!, share: 7 } },
      });
      await assert.rejects(fixture.perform(plan.takeover), trouble('refused', /no stage of its strategy/));
    });

    it('sees a content that was changed by hand', async () => {
      await toCanary();
      const release = fixture.backend.flags.get('support-reply')!;
      const contents = new Map(
        [...release.contents].map(([version, content]) => [version, { ...content, source: 'evil' }]),
      );
      fixture.backend.set('support-reply', { ...release, contents });
      assert.equal((await fixture.controller.observe(prompt, never)).serving.as, 'drift');
    });

    it('ends when one version is served to everybody and that is taken over', async () => {
      await toCanary();
      const release = fixture.backend.flags.get('support-reply')!;
      fixture.backend.set('support-reply', { ...release, split: { baseline: v1 } });
      const { state } = await fixture.perform(plan.takeover);
      assert.deepEqual([state.is, state.released, state.ended[0]?.end?.how], ['released', v1, 'rolled_back']);
    });
  });

  describe('when things break', () => {
    it('logs that a refused write did not happen, and can try again', async () => {
      await toCanary();
      fixture.backend.mischief = 'refuse';
      await assert.rejects(fixture.perform(plan.advance), trouble('conflict', /wrote first/));
      assert.equal(share(), 5000);
      assert.match(fixture.words()[0] ?? '', /not applied/);
      assert.equal(stageOf(await fixture.perform(plan.advance)), 'half');
    });

    it('confirms a write that arrived although the answer was lost', async () => {
      await toCanary();
      fixture.backend.mischief = 'write, then time out';
      assert.equal(stageOf(await fixture.perform(plan.advance)), 'half');
    });

    it('decides a raise afresh after a crash between intent and write', async () => {
      await toCanary();
      await crashDuring(fixture, 'advance');
      assert.equal((await fixture.controller.observe(prompt, never)).state.pending?.event, 'advance');
      await assert.rejects(fixture.perform(plan.pause), trouble('conflict', /just now changing/));
      seconds(11);
      fixture.evidence = evidence({ newest: fixture.now });
      assert.equal(stageOf(await fixture.perform(plan.pause)), 'canary');
      assert.equal(share(), 5000);
      assert.ok(fixture.words().some((words) => words.startsWith('not applied: interrupted')));
    });

    it('completes an abort after a crash between intent and write', async () => {
      await toCanary();
      await crashDuring(fixture, 'abort');
      assert.equal(share(), 5000);
      const { observation } = await fixture.controller.tick(prompt, 'protect', never);
      assert.equal(observation.state.is, 'released');
      assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
    });

    it('aborts over a raise that hangs', async () => {
      await toCanary();
      await crashDuring(fixture, 'advance');
      await fixture.perform(plan.abort);
      assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
    });

    it('aborts although the log cannot be written, and logs it later', async () => {
      await toCanary();
      const broken = fixture.another({ log: { ...fixture.log, append: () => Promise.reject(new Error('disk full')) } });
      await assert.rejects(
        broken.perform(prompt, [plan.abort], 'terminal', never),
        trouble('conflict', /all traffic is back.*disk full/),
      );
      assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
      const { observation } = await fixture.controller.tick(prompt, 'protect', never);
      assert.equal(observation.state.ended[0]?.end?.how, 'rolled_back');
    });

    it('does not wait more than a second for a log that hangs when it aborts', async () => {
      await toCanary();
      let release = () => {};
      const hanging = fixture.another({
        log: {
          ...fixture.log,
          append: (...args) =>
            new Promise<void>((resolve) => (release = resolve)).then(() => fixture.log.append(...args)),
        },
      });
      const aborting = hanging.perform(prompt, [plan.abort], 'terminal', never);
      const start = performance.now();
      while (share() !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.ok(performance.now() - start < 1500);
      release();
      while (!(await settledWithin(aborting, 50))) release();
      assert.equal((await fixture.controller.observe(prompt, never)).state.is, 'released');
    });

    it('lets one of two people win, and tells the other', async () => {
      await toCanary();
      const results = await Promise.allSettled([
        fixture.controller.perform(prompt, [plan.advance], 'terminal', never),
        fixture.another({ actor: () => Promise.resolve(ben) }).perform(prompt, [plan.advance], 'terminal', never),
      ]);
      const failed = results.filter((result) => result.status === 'rejected');
      assert.equal(failed.length, 1);
      assert.ok(failed[0]?.reason instanceof HumanError, String(failed[0]?.reason));
      assert.equal(fixture.words().filter((words) => words.startsWith('advanced to half')).length, 1);
      assert.equal(share(), 50_000);
    });

    it('changes nothing while the backend cannot be read', async () => {
      await toCanary();
      fixture.backend.reachable = false;
      const { serving } = await fixture.controller.observe(prompt, never);
      assert.equal(serving.as, 'unreachable');
      await assert.rejects(fixture.perform(plan.override()), trouble('unreachable', /Nothing was changed/));
    });

    it('shows a log that is behind the backend, and changes nothing but by abort', async () => {
      await toCanary();
      const release = fixture.backend.flags.get('support-reply')!;
      fixture.backend.set('support-reply', { ...release, origin: { ...release.origin, rollout: 'r9' } });
      assert.equal((await fixture.controller.observe(prompt, never)).serving.as, 'behind');
      await assert.rejects(fixture.perform(plan.override()), trouble('conflict', /fetch the log/));
      await fixture.perform(plan.abort);
      assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
    });

    it('never guesses at a damaged log; abort puts it aside and begins anew', async () => {
      await toCanary();
      const file = fixture.git('show', 'prompt-rollout/production:prompts/support-reply/r2.jsonl');
      const blob = await openGitWrite(fixture, file.replace('"stage":1', '"stage":"one"'));
      await assert.rejects(
        fixture.controller.observe(prompt, never),
        trouble('input', /damaged at prompts\/support-reply\/r2.jsonl:3/),
      );
      await assert.rejects(fixture.perform(plan.advance), trouble('input', /damaged/));
      const { state } = await fixture.controller.abandonDamaged(prompt, 'terminal', never);
      assert.deepEqual([state.is, state.released], ['released', v1]);
      assert.deepEqual(fixture.backend.flags.get('support-reply')?.split, { baseline: v1 });
      assert.match(
        fixture.git('ls-tree', '-r', '--name-only', 'prompt-rollout/production'),
        new RegExp(`aside/${blob}/prompts/support-reply/r2.jsonl`),
      );
    });
  });

  it('previews a start without writing anything', async () => {
    const preview = await fixture.controller.preview(prompt, [plan.adopt(), plan.start()], never);
    assert.equal(
      preview.afterwards && describeSplit(preview.afterwards, (version) => version.slice(0, 7)),
      '2222222 to 100 % of team = internal, 1111111 to the rest',
    );
    assert.match(preview.writes?.diff ?? '', /222222222222/);
    assert.equal(fixture.backend.writes, 0);
    assert.throws(() => readFileSync(join(fixture.directory, '.git/refs/heads/prompt-rollout/production')));
  });
});

/** An intent is logged, and then the process is gone. */
async function crashDuring(fixture: RolloutFixture, what: 'advance' | 'abort'): Promise<void> {
  const body =
    what === 'advance' ? ({ event: 'advance', stage: 2 } as const) : ({ event: 'abort', reason: undefined } as const);
  await fixture.log.append(
    { prompt: prompt.id, body, actor: ben, via: 'editor', time: fixture.now },
    await fixture.log.read(),
  );
}

/** Somebody rewrites a file of the log by hand. @returns the head that they made */
async function openGitWrite(fixture: RolloutFixture, text: string): Promise<string> {
  const { openGit } = await import('../../../src/workspace/git.js');
  const { fastImportStream } = await import('../../../src/rollout/log/fastImport.js');
  const ref = 'refs/heads/prompt-rollout/production';
  const input = fastImportStream({
    ref,
    from: fixture.git('rev-parse', ref).trim(),
    author: ben,
    time: fixture.now,
    message: 'by hand',
    files: [{ path: 'prompts/support-reply/r2.jsonl', content: Buffer.from(text) }],
  });
  await openGit(fixture.directory).run(['fast-import', '--quiet'], { input });
  return fixture.git('rev-parse', ref).trim();
}

async function settledWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), milliseconds));
  return (await Promise.race([work.catch(() => undefined), late])) !== 'late';
}
