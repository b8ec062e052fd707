import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isEffect, type Cause, type EventBody, type LogEvent } from '../../../src/rollout/events.js';
import { applyEvent, fold, FoldError, type Placed } from '../../../src/rollout/fold.js';
import { expectedSplit } from '../../../src/rollout/split.js';
import { unreleased, type PromptState } from '../../../src/rollout/state.js';
import { liveRiskSentence } from '../../../src/rollout/totalRisk.js';
import { ana, prompt, strategyText, v1, v2, v3 } from './rolloutFixture.js';

const path = 'prompts/support-reply.prompt.yml';
const adopt = (version = v1): EventBody => ({
  event: 'adopt',
  version,
  path,
  flag: 'support-reply',
  origin: 'published',
});
const start = (baseline = v1, candidate = v2): EventBody => ({
  event: 'start',
  baseline,
  candidate,
  path,
  flag: 'support-reply',
  attempt: 1,
  strategyPath: 's.rollout.yaml',
  strategy: strategyText,
  reason: undefined,
  offline: undefined,
});

/** Applies bodies one after the other, each at its own second, in the files that the log would put them. */
function log(bodies: readonly EventBody[]): Placed[] {
  let rollout = 0;
  let seq = 0;
  return bodies.map((body, index) => {
    if (body.event === 'adopt' || body.event === 'start') {
      rollout += 1;
      seq = 0;
    }
    seq += 1;
    const of = body.event === 'confirm' || body.event === 'fail' ? { of: seq - 1 } : {};
    const event: LogEvent = {
      seq,
      time: new Date(index * 1000).toISOString(),
      actor: ana,
      via: 'terminal',
      ...body,
      ...of,
    };
    return { rollout: `r${rollout}`, event };
  });
}

const confirm: EventBody = { event: 'confirm', of: 0, revision: 'x' };
const fail: EventBody = { event: 'fail', of: 0, reason: 'no' };

describe('fold', () => {
  it('counts an effect only once it is confirmed', () => {
    const intended = fold(log([adopt()]));
    assert.deepEqual([intended.is, intended.pending?.event], ['unreleased', 'adopt']);
    const confirmedState = fold(log([adopt(), confirm]));
    assert.deepEqual([confirmedState.is, confirmedState.released, confirmedState.pending], ['released', v1, undefined]);
    assert.deepEqual(fold(log([adopt(), fail])), unreleased);
  });

  it('forgets a start that failed', () => {
    const state = fold(log([adopt(), confirm, start(), fail]));
    assert.deepEqual([state.is, state.live, state.ended], ['released', undefined, []]);
  });

  it('gives a stage its own approvals, silences and beginning', () => {
    const approve: EventBody = { event: 'approve', stage: 0, candidate: v2, strategy: strategyText };
    const before = fold(log([adopt(), confirm, start(), confirm, approve]));
    assert.equal(before.live?.approvals.length, 1);
    const after = fold(log([adopt(), confirm, start(), confirm, approve, { event: 'advance', stage: 1 }, confirm]));
    assert.deepEqual([after.live?.stage, after.live?.approvals, after.live?.stageSince], [1, [], 6000]);
  });

  const hold = (cause: Cause): EventBody => ({ event: 'hold', cause, detail: 'd' });
  const override = (skipped: string[]): EventBody => ({ event: 'override', stage: 0, skipped, reason: 'r' });
  const after = (...bodies: EventBody[]) => fold(log([adopt(), confirm, start(), confirm, ...bodies]));
  const liveAfter = (...bodies: EventBody[]) => after(...bodies).live;

  it('voids approvals when the evidence turns for the worse', () => {
    const approve: EventBody = { event: 'approve', stage: 0, candidate: v2, strategy: strategyText };
    const approvalsAfter = (cause: Cause): number | undefined => liveAfter(approve, hold(cause))?.approvals.length;
    assert.deepEqual([approvalsAfter('harm'), approvalsAfter('mismatch'), approvalsAfter('silence')], [0, 0, 1]);
    assert.equal(liveAfter(hold('harm'), approve)?.approvals.length, 1, 'who approves then knows of it');
  });

  it('judges new data alone after an override of harm, held for it or not, and counts what that costs', () => {
    const [held, running] = [
      after(hold('harm'), override([]), confirm),
      after(override(['samples: 1 of 5 samples', 'harm: tool_errors got worse']), confirm),
    ];
    for (const state of [held, running]) {
      const { live } = state;
      assert.ok(live);
      assert.deepEqual(
        live.setAside.map(({ cause, from }) => [cause, from]),
        [['harm', live.startedAt]],
      );
      assert.match(liveRiskSentence(state) ?? '', /in 2 attempts.* 5 % at most, one of them with 9\.8 % at most\.$/);
    }
    const again = after(hold('harm'), override([]), confirm, hold('harm'), override([]), confirm);
    assert.match(liveRiskSentence(again) ?? '', /3 attempts.* 14\.3 %/);
    assert.equal(liveRiskSentence(after()), undefined);
    assert.deepEqual(liveAfter(override(['bake: 1s of 5s']), confirm)?.setAside, []);
    assert.deepEqual(
      liveAfter(hold('mismatch'), override([]), confirm)?.setAside.map(({ cause }) => cause),
      ['mismatch'],
    );
  });

  const wrong: readonly [string, EventBody[], RegExp][] = [
    ['an answer to nothing', [adopt(), confirm, confirm], /not waiting/],
    ['a start from what is not released', [adopt(), confirm, start(v3)], /baseline that was not released/],
    ['an advance without a rollout', [adopt(), confirm, { event: 'advance', stage: 1 }], /no rollout was live/],
    ['a raise over an open intent', [adopt(), confirm, start(), { event: 'pause' }], /was not confirmed/],
    [
      'a revert of an adoption',
      [adopt(), confirm, { event: 'revert', reason: undefined }],
      /nothing was released by a rollout/,
    ],
    [
      'a strategy that is none',
      [adopt(), confirm, { ...start(), strategy: 'stages: 5' } as EventBody, confirm],
      /strategy cannot be read/,
    ],
  ];
  for (const [what, bodies, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => fold(log(bodies)),
        (error) => error instanceof FoldError && message.test(error.message),
      ));
  }

  it('stays whole under any events: what is refused changes nothing, and one state follows from one log', () => {
    const body: fc.Arbitrary<EventBody> = fc.oneof(
      fc.constantFrom(v1, v2, v3).map(adopt),
      fc.tuple(fc.constantFrom(v1, v2), fc.constantFrom(v2, v3)).map(([from, to]) => start(from, to)),
      fc.integer({ min: 0, max: 4 }).map((stage): EventBody => ({ event: 'advance', stage })),
      fc.constantFrom<EventBody>(
        confirm,
        confirm,
        confirm,
        fail,
        { event: 'pause' },
        { event: 'resume', reason: 'r' },
        { event: 'hold', cause: 'silence', detail: 'd' },
        { event: 'data-returned' },
        { event: 'abort', reason: undefined },
        { event: 'rollback', cause: 'harm', detail: 'd' },
        { event: 'revert', reason: undefined },
        { event: 'reapply' },
        { event: 'takeover-version', version: v3, path },
      ),
    );
    fc.assert(
      fc.property(fc.array(body, { maxLength: 40 }), (bodies) => {
        const accepted: EventBody[] = [];
        let state: PromptState = unreleased;
        for (const next of bodies) {
          const placed = log([...accepted, next]).at(-1)!;
          try {
            state = applyEvent(state, placed);
            accepted.push(next);
          } catch (error) {
            assert.ok(error instanceof FoldError, String(error));
          }
          assert.equal(state.is === 'live', state.live !== undefined);
          assert.ok(!state.pending || isEffect(state.pending));
          const split = expectedSplit(prompt.id, state);
          assert.equal(split?.baseline, state.live?.baseline ?? state.released);
          if (!state.live) assert.equal(split?.candidate, undefined);
          assert.ok(state.ended.every(({ end }) => end));
        }
        assert.deepEqual(fold(log(accepted)), state);
      }),
      { numRuns: 500 },
    );
  });
});
