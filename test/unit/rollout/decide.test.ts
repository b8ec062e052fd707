import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Evidence } from '../../../src/evidence/evidence.js';
import { allowed, bakedFor, decide, type Serving } from '../../../src/rollout/decide.js';
import type { Condition, Rollout } from '../../../src/rollout/state.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import type { Judged } from '../../../src/evidence/statistics/judged.js';
import { ana, ben, evidence, strategyText, v1, v2 } from './rolloutFixture.js';

const { strategy } = parseStrategy(strategyText);
const served: Serving = { as: 'expected' };
const minute = 60_000;

/** On the canary stage (5 %, bake 60 s, 40 samples) since minute 0. */
function canary(change: Partial<Rollout> = {}): Rollout {
  return {
    id: 'r2',
    attempt: 1,
    baseline: v1,
    candidate: v2,
    strategyPath: 's',
    strategyText,
    strategy: strategy!,
    starter: ana,
    startedAt: 0,
    stage: 1,
    stageSince: 0,
    steps: [{ stage: 1, since: 0 }],
    setAside: [],
    condition: { is: 'running' },
    approvals: [],
    silences: [],
    deadline: 60 * minute,
    ...change,
  };
}

const nothingFound: Judged = {
  axis: [0],
  metrics: [
    {
      name: 'tool_errors',
      role: 'guardrail',
      verdict: 'undecided',
      harm: { track: new Float64Array(1), most: 0, threshold: 3 },
      proof: { track: new Float64Array(1), most: 0, threshold: 3 },
      candidate: { units: 100, value: 0.12 },
      baseline: { units: 2000, value: 0.04 },
    },
  ],
  rollback: { track: new Float64Array(1), most: 0, threshold: 3 },
  proven: false,
  reached: false,
  ratio: { most: 0, threshold: 7, isMismatch: false },
  tooManyMixed: false,
};

const good = (now: number): Evidence => evidence({ newest: now, firstOfStage: 0, stageUnits: 40 });

describe('decide', () => {
  it('advances when bake and samples are there', () => {
    assert.deepEqual(decide(canary(), good(minute), served, minute).action, { do: 'advance', stage: 2 });
  });

  describe('by what the data says', () => {
    const verdict = (change: Partial<Judged> = {}): Judged => ({ ...nothingFound, ...change });
    const harm: Judged = verdict({
      rollback: { ...nothingFound.rollback, most: 4, culprit: { metric: 'tool_errors', by: 'margin', share: 1 } },
    });
    const limit: Judged = verdict({
      rollback: { ...harm.rollback, culprit: { metric: 'tool_errors', by: 'limit', share: 1 } },
    });
    const mismatch = verdict({ ratio: { ...nothingFound.ratio, isMismatch: true } });
    const act = (judged: Judged, change: Partial<Rollout> = {}, at = 1000, known = good(at)) =>
      decide(canary(change), known, served, at, judged).action;
    const then = (harmed: 'hold' | 'rollback') => ({
      strategy: { ...strategy!, then: { ...strategy!.then, harm: harmed } },
    });

    it('rolls back on harm before bake and samples, and says why', () => {
      const few = evidence({ newest: 1000, firstOfStage: 0, stageUnits: 1 });
      const action = act(harm, {}, 1000, few);
      assert.deepEqual(action, {
        do: 'rollback',
        cause: 'harm',
        detail: 'tool_errors got worse by more than 1 point: candidate 12.0 % of 100, baseline 4.0 % of 2,000',
      });
    });

    it('rolls back on harm while held or paused, too, and holds where the strategy says so, once', () => {
      const held = (cause: 'silence' | 'harm'): Condition => ({ is: 'held', cause, detail: 'd', since: 0 });
      assert.equal(act(harm, { condition: { is: 'paused', since: 0 } })?.do, 'rollback');
      assert.equal(act(harm, { condition: held('silence') })?.do, 'rollback');
      assert.deepEqual(causeOf(act(harm, then('hold'))), 'harm');
      assert.equal(act(harm, then('hold'))?.do, 'hold');
      assert.equal(act(harm, { ...then('hold'), condition: held('harm') }), undefined);
    });

    it('rolls back where a limit is broken, whatever the strategy says of harm', () => {
      assert.equal(act(limit, then('hold'))?.do, 'rollback');
      assert.equal(causeOf(act(limit, then('hold'))), 'limit');
    });

    it('holds on a mismatch while it runs', () => {
      assert.equal(causeOf(act(mismatch)), 'mismatch');
      assert.equal(causeOf(act(verdict({ tooManyMixed: true }))), 'mismatch');
      assert.equal(act(mismatch, { condition: { is: 'paused', since: 0 } }), undefined);
    });

    it('acts on silence before harm, and on harm before drift', () => {
      const [silent, drift] = [evidence({ newest: 0 }), { as: 'drift', detail: 'd' } as const];
      assert.equal(causeOf(act(harm, {}, 5 * minute, silent)), 'silence');
      assert.equal(causeOf(decide(canary(), good(1000), drift, 1000, harm).action), 'harm');
    });

    it('advances to what needs proof or a goal only with it', () => {
      const stages = strategy!.stages.map((stage) => ({ ...stage, needs: 'goal' as const }));
      const asked = { strategy: { ...strategy!, stages } };
      const gate = (judged: Judged) =>
        decide(canary(asked), good(minute), served, minute, judged).gates.find(({ name }) => name === 'needs');
      assert.deepEqual(gate(verdict())?.state, 'waiting');
      assert.deepEqual(gate(verdict({ proven: true })), {
        name: 'needs',
        state: 'waiting',
        text: 'goal: 0 of 1 metrics proven',
      });
      assert.equal(gate(verdict({ proven: true, reached: true }))?.state, 'met');
      assert.equal(act(verdict(), asked, minute), undefined);
      assert.equal(act(verdict({ proven: true, reached: true }), asked, minute)?.do, 'advance');
      assert.equal(act(verdict(), {}, minute)?.do, 'advance');
    });
  });

  it('holds back one sample, and one millisecond, too early', () => {
    assert.equal(decide(canary(), { ...good(minute), stageUnits: 39 }, served, minute).action, undefined);
    assert.equal(decide(canary(), good(minute), served, minute - 1).action, undefined);
  });

  it('judges freshness before drift, and drift before the deadline', () => {
    const drift: Serving = { as: 'drift', detail: 'something else' };
    const now = 61 * minute;
    const act = (newest: number, serving: Serving) => decide(canary(), evidence({ newest }), serving, now).action;
    assert.deepEqual(causeOf(act(0, drift)), 'silence');
    assert.deepEqual(causeOf(act(now, drift)), 'drift');
    assert.deepEqual(causeOf(act(now, served)), 'deadline');
  });

  it('holds a paused rollout for drift, but not for silence', () => {
    const paused = canary({ condition: { is: 'paused', since: 0 } });
    assert.equal(decide(paused, evidence(), served, 5 * minute).action, undefined);
    assert.equal(causeOf(decide(paused, evidence(), { as: 'drift', detail: 'd' }, minute).action), 'drift');
  });

  it('never advances while the backend cannot be read', () => {
    const { gates, action } = decide(canary(), good(minute), { as: 'unreachable', detail: 'no answer' }, minute);
    assert.equal(action, undefined);
    assert.equal(gates.find(({ name }) => name === 'drift')?.state, 'waiting');
  });

  it('lets a strategy without metrics run on bake from the confirmation and approvals alone', () => {
    const unmeasured = canary({
      strategy: { ...strategy!, metrics: [], stages: [{ ...strategy!.stages[1]!, samples: 0 }] },
      stage: 0,
    });
    const { gates } = decide(unmeasured, evidence(), served, minute);
    assert.deepEqual(
      gates.map(({ name, state }) => `${name} ${state}`),
      ['drift met', 'deadline met', 'bake met'],
    );
  });

  it('counts the bake from the first unit and leaves silences out', () => {
    const rollout = canary({ silences: [{ from: 10_000, to: 30_000 }, { from: 50_000 }] });
    assert.equal(bakedFor(rollout, { firstOfStage: 0 }, 70_000), 30_000);
    assert.equal(bakedFor(rollout, { firstOfStage: 20_000 }, 70_000), 20_000);
    assert.equal(bakedFor(rollout, {}, 70_000), 0);
  });

  it('asks for the approvals of others only as often as the stage says', () => {
    const half = canary({ stage: 2, approvals: [{ actor: ben, at: 0 }] });
    assert.equal(decide(half, good(minute), served, minute).action?.do, 'advance');
    assert.equal(decide({ ...half, approvals: [] }, good(minute), served, minute).action, undefined);
  });

  it('without a person never raises under "protect", and does nothing under "off"', () => {
    const { action } = decide(canary(), good(minute), served, minute);
    assert.equal(allowed(action, 'protect'), undefined);
    assert.equal(allowed(action, 'off'), undefined);
    assert.deepEqual(allowed(action, 'full'), action);
  });

  it('never advances what any gate holds back, and never acts twice on one hold', () => {
    const instant = fc.integer({ min: 0, max: 70 * minute });
    const condition: fc.Arbitrary<Condition> = fc.oneof(
      fc.constant<Condition>({ is: 'running' }),
      fc.constant<Condition>({ is: 'paused', since: 0 }),
      fc
        .constantFrom('silence', 'drift', 'deadline')
        .map((cause): Condition => ({ is: 'held', cause, detail: 'd', since: 0 })),
    );
    const serving = fc.constantFrom<Serving>(
      served,
      { as: 'drift', detail: 'd' },
      { as: 'behind', detail: 'd' },
      { as: 'unreachable', detail: 'd' },
    );
    const data = fc.record(
      { newest: instant, firstOfStage: instant, stageUnits: fc.integer({ min: 0, max: 80 }) },
      { requiredKeys: ['stageUnits'] },
    );
    fc.assert(
      fc.property(condition, serving, data, instant, fc.integer({ min: 0, max: 3 }), (is, what, known, now, stage) => {
        const { gates, action } = decide(canary({ condition: is, stage }), evidence(known), what, now);
        if (action?.do === 'advance') {
          assert.equal(is.is, 'running');
          assert.ok(gates.every(({ state }) => state === 'met'));
        }
        if (action?.do === 'hold') assert.notEqual(is.is, 'held');
        if (action?.do === 'data-returned') assert.ok(is.is === 'held' && is.cause === 'silence');
      }),
      { numRuns: 2000 },
    );
  });
});

function causeOf(action: ReturnType<typeof decide>['action']): string | undefined {
  return action && 'cause' in action ? action.cause : undefined;
}
