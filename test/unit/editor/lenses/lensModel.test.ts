import assert from 'node:assert/strict';
import { promptLenses, strategyLenses, type Lens, type LensSubject } from '../../../../src/editor/lenses/lensModel.js';
import type { EvaluationStanding } from '../../../../src/editor/evaluation/evaluationStanding.js';
import type { PromptHandle, Seen } from '../../../../src/editor/projects.js';
import { unreleased } from '../../../../src/rollout/state.js';
import { strategyText } from '../../rollout/rolloutFixture.js';
import { ana } from '../../rollout/rolloutFixture.js';
import { evaluationWith, shownOf } from '../evaluation/shownEvaluation.js';
import { handle, live, now, observation, released } from '../seenFixture.js';

const path = 'prompts/support-reply.prompt.yml';
const unplanned = handle('support-reply', {
  prompt: { id: 'prompts/support-reply', name: 'support-reply', path, format: 'prompt-yml' },
});
const enough = { newest: now - 1000, firstOfStage: now - 100_000, stageUnits: 40 };

describe('the lenses above a prompt', () => {
  it('say how a live rollout stands, and offer to pause it while it only waits', () => {
    assert.deepEqual(said(promptLenses(subject(live()))), ['canary 5 % · 1111111 → 2222222', 'Pause']);
    assert.equal(promptLenses(subject(live()))[0]?.kind, 'running');
  });

  it('offer the next stage once everything holds', () => {
    assert.deepEqual(next(live({}, { data: enough })), ['Advance to half (50 %)…', 'advance']);
    assert.deepEqual(next(live({ stage: 3 }, { data: enough })), ['Complete Rollout…', 'advance']);
  });

  it('offer to approve where only that is missing', () => {
    assert.deepEqual(next(live({ stage: 2 }, { data: enough })), ['Approve…', 'approve']);
    assert.deepEqual(next(live({ stage: 2 })), ['Pause', 'pause']);
    const approvals = [{ actor: ana, at: now }];
    assert.deepEqual(next(live({ stage: 2, approvals }, { data: enough })), ['Advance to full (100 %)…', 'advance']);
  });

  it('offer to resume what is paused or held, but only to abort what is held for harm', () => {
    assert.deepEqual(next(live({ condition: { is: 'paused', since: now } })), ['Resume…', 'resume']);
    const held = (cause: 'silence' | 'harm') =>
      live({ condition: { is: 'held', cause, detail: 'it is so', since: now } });
    assert.deepEqual(next(held('silence')), ['Resume…', 'resume']);
    assert.deepEqual(next(held('harm')), ['Abort…', 'abort']);
  });

  it('offer to reapply on drift, and to abort where the log is damaged', () => {
    assert.deepEqual(next(live({}, { serving: { as: 'drift', detail: 'something else' } })), ['Reapply…', 'reapply']);
    const damaged: Seen = { state: { is: 'damaged', place: 'r1.jsonl:2', problem: 'not JSON' } };
    assert.deepEqual(said(promptLenses(subject(damaged))), ['log damaged', 'Abort…']);
  });

  it('offer to start, or first to write a strategy', () => {
    assert.deepEqual(said(promptLenses(subject(released()))), ['released 1111111', 'Start Rollout…']);
    assert.deepEqual(said(promptLenses(subject(observation(unreleased), unplanned))), [
      'unreleased',
      'New Rollout Strategy…',
    ]);
  });

  it('say that the file is a draft', () => {
    assert.equal(promptLenses({ ...subject(released()), isDraft: true })[0]?.text, 'released 1111111 · draft');
  });

  it('say what the file changes, and since which version', () => {
    const change = 'wording · +12 tokens since v12';
    assert.equal(
      promptLenses({ ...subject(released()), isDraft: true, change })[0]?.text,
      `released 1111111 · draft · ${change}`,
    );
  });

  it('are absent where there are no rollouts, or nothing was seen yet', () => {
    const { environment: _environment, ...outside } = handle();
    assert.deepEqual(promptLenses(subject(released(), outside)), []);
    assert.deepEqual(promptLenses(subject(undefined)), []);
  });
});

describe('the lens of the evaluation', () => {
  const outside = observation(unreleased);
  const lens = (evaluation: EvaluationStanding, hasCases = true) => {
    const [, , third, ...more] = promptLenses({ ...subject(outside), evaluation, hasCases });
    assert.deepEqual(more, []);
    return third && [third.text, third.command, third.kind];
  };
  const failing = evaluationWith('ppf', 'ppp');

  it('offers to evaluate where there are cases', () => {
    assert.deepEqual(lens({ isRunning: false }), ['Evaluate', 'evaluate', 'evaluationOpen']);
    assert.equal(lens({ isRunning: false }, false), undefined);
  });

  it('says what came out, and opens it', () => {
    const shown = shownOf(failing);
    assert.deepEqual(lens({ isRunning: false, shown }), ['2/3 · 1 regression', 'openEvaluation', 'evaluationFails']);
  });

  it('says that it is stale, and evaluates anew', () => {
    const shown = shownOf(failing, true);
    assert.deepEqual(lens({ isRunning: false, shown }), ['stale · 2/3 · 1 regression', 'evaluate', 'evaluationStale']);
  });

  it('shows that it is running', () => {
    assert.deepEqual(lens({ isRunning: true }), ['evaluating', 'openEvaluation', 'evaluating']);
    assert.deepEqual(lens({ isRunning: true, shown: shownOf(failing, true) })?.slice(1), [
      'openEvaluation',
      'evaluating',
    ]);
  });

  it('is there without git as well', () => {
    const { environment: _environment, ...bare } = handle();
    const lenses = promptLenses({ ...subject(undefined, bare), hasCases: true });
    assert.deepEqual(said(lenses), ['Evaluate']);
  });
});

describe('the lenses above a strategy', () => {
  it('open the prompt and offer what is next', () => {
    assert.deepEqual(said(strategyLenses(subject(released()))), ['Open support-reply', 'Start Rollout…']);
  });

  it('say that an edit changes nothing that runs', () => {
    const edited = handle('support-reply', {
      prompt: {
        ...handle().prompt,
        strategy: { path: 'prompts/support-reply.rollout.yaml', text: `${strategyText}# edited\n` },
      },
    });
    assert.deepEqual(
      said(strategyLenses(subject(live(), edited)))[1],
      'edited since the start: the rollout keeps what it started with',
    );
    assert.deepEqual(said(strategyLenses(subject(live())))[1], 'Pause');
  });
});

function subject(seen: Seen | undefined, of: PromptHandle = handle()): LensSubject {
  return {
    handle: of,
    seen,
    isDraft: false,
    autopilot: 'protect',
    nameOf: (version) => version.slice(0, 7),
    evaluation: { isRunning: false },
    hasCases: false,
  };
}

function said(lenses: readonly Lens[]): string[] {
  return lenses.map(({ text }) => text);
}

function next(seen: Seen): [string, string] | undefined {
  const lens = promptLenses(subject(seen))[1];
  return lens && [lens.text, lens.command];
}
