import assert from 'node:assert/strict';
import { questionFor, type AskedFor } from '../../../../src/editor/actions/question.js';
import type { Question } from '../../../../src/editor/dialogs.js';
import type { Request } from '../../../../src/project/request.js';
import type { EventBody } from '../../../../src/rollout/events.js';
import { shortVersion } from '../../../../src/workspace/version.js';
import type { Observation } from '../../../../src/rollout/observe.js';
import { ana, strategyText, v1, v2 } from '../../rollout/rolloutFixture.js';
import { live, now, released, rollout } from '../seenFixture.js';

const start: EventBody = {
  event: 'start',
  baseline: v1,
  candidate: v2,
  path: 'prompts/support-reply.prompt.yml',
  flag: 'support-reply',
  attempt: 1,
  strategyPath: 'prompts/support-reply.rollout.yaml',
  strategy: strategyText,
  reason: undefined,
  offline: undefined,
};

function ask(
  request: Request,
  before: Observation,
  bodies: readonly EventBody[],
  change: Partial<AskedFor> = {},
): Question | undefined {
  return questionFor({
    name: 'support-reply',
    environment: 'production',
    backend: 'flagd file flags.flagd.json',
    request,
    preview: {
      before,
      after: before.state,
      bodies,
      afterwards: { baseline: v1, candidate: { version: v2, share: 5_000, segments: [], unit: 'id', salt: 's' } },
      writes: { summary: 'The flag support-reply in flags.flagd.json.', diff: '+ 5 %' },
    },
    autopilot: 'protect',
    nameOf: (version) => (version === v1 ? 'v12' : shortVersion(version)),
    notes: [],
    ...change,
  });
}

describe('what a person is asked before traffic moves', () => {
  it('names prompt, versions, environment, share, backend, what is written and who watches', () => {
    const firstStage = rollout().strategy.stages[1]!;
    assert.deepEqual(ask({ do: 'start' }, released(), [start], { firstStage }), {
      message: 'Start the rollout of support-reply at canary (5 %)?',
      button: 'Start Rollout',
      changes: '+ 5 %',
      detail: [
        'Version: v12 (1111111) → 2222222',
        'Environment: production (flagd file flags.flagd.json)',
        'Traffic afterwards: 2222222 to 5 % of all, v12 to the rest',
        'Will be written: The flag support-reply in flags.flagd.json.',
        '',
        'While this window is open it watches: rules hold or roll back, people advance. Nothing watches this when the window closes.',
      ].join('\n'),
    });
  });

  it('says what is adopted first, and what the draft is not', () => {
    const adopt: EventBody = { event: 'adopt', version: v1, path: 'a', flag: 'a', origin: 'published' };
    const { detail } = ask({ do: 'start' }, released(), [adopt, start], { notes: ['The draft is not part of it.'] })!;
    assert.match(detail, /Adopted first, as the baseline: v12 \(1111111\), published at 100 %/);
    assert.match(detail, /The draft is not part of it\./);
  });

  it('asks before 100 % and before completion, but not before a smaller share', () => {
    const advance = (stage: number): Question | undefined =>
      ask({ do: 'advance' }, live({ stage: stage - 1 }), [{ event: 'advance', stage }]);
    assert.equal(advance(2), undefined);
    assert.equal(advance(3)?.message, 'Advance support-reply to full (100 %)?');
    assert.equal(advance(4)?.message, 'Complete the rollout of support-reply?');
  });

  it('does not take 100 % of a segment for all traffic', () => {
    const text = strategyText
      .replace(/^ {2}- \{ name: staff.*\n/m, '')
      .replace(
        'stages:\n',
        'stages:\n  - { name: first, traffic: 1%, bake: 10s }\n  - { name: staff, traffic: 100%, only: { team: internal }, bake: 10s }\n',
      );
    assert.equal(ask({ do: 'advance' }, live({ stage: 0 }, {}, text), [{ event: 'advance', stage: 1 }]), undefined);
  });

  it('lists what an override skips, with its reason', () => {
    const body: EventBody = {
      event: 'override',
      stage: 2,
      skipped: ['samples: 21 of 40 samples'],
      reason: 'the launch is today',
    };
    const asked = ask({ do: 'override', reason: 'the launch is today' }, live(), [body])!;
    assert.equal(asked.message, 'Override the gates of support-reply and go to half (50 %)?');
    assert.match(asked.detail, /Reason: the launch is today/);
    assert.match(asked.detail, /- samples: 21 of 40 samples/);
    assert.doesNotMatch(asked.detail, /chance/);
  });

  it('says what an override of harm adds to the risk', () => {
    const body: EventBody = { event: 'override', stage: 1, skipped: ['harm: tool_errors got worse'], reason: 'r' };
    const before = live();
    const after = live({ setAside: [{ from: 0, to: now, cause: 'harm' }] }).state;
    const asked = ask({ do: 'override', reason: 'r' }, before, [body], { preview: { before, after, bodies: [body] } })!;
    assert.match(asked.detail, /Fresh evidence was judged in 2 attempts.* 9\.8 % at most\./);
  });

  it('goes from candidate to baseline in an abort and in a revert, and then says nothing of watching', () => {
    const abort = ask({ do: 'abort' }, live(), [{ event: 'abort', reason: undefined }])!;
    assert.match(abort.detail, /^Version: 2222222 → v12 \(1111111\)\n/);
    assert.doesNotMatch(abort.detail, /watch/);
    const revert = ask({ do: 'revert' }, released({ how: 'completed', at: now }), [
      { event: 'revert', reason: undefined },
    ])!;
    assert.match(revert.detail, /^Version: 2222222 → v12 \(1111111\)\n/);
  });

  it('offers no changes to look at where nothing is written', () => {
    const before = released();
    const writes = { summary: 'Nothing.', diff: '' };
    const asked = ask({ do: 'start' }, before, [start], {
      preview: { before, after: before.state, bodies: [start], writes },
    })!;
    assert.equal(asked.changes, undefined);
  });

  it('asks nothing where nothing that is served changes', () => {
    const approve: EventBody = { event: 'approve', stage: 2, candidate: v2, strategy: strategyText };
    assert.equal(ask({ do: 'approve' }, live({ stage: 2, starter: ana }), [approve]), undefined);
    assert.equal(ask({ do: 'pause' }, live(), [{ event: 'pause' }]), undefined);
  });
});
