import assert from 'node:assert/strict';
import { unitsToProve } from '../../../src/evidence/statistics/forecast.js';
import { criterionOf } from '../../../src/rollout/criterionOf.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import type { Strategy } from '../../../src/rollout/strategy/strategy.js';
import { isLate, strategyForecast, type StageForecast } from '../../../src/rollout/strategyForecast.js';
import { fullStrategy, withStages } from './strategy/strategyText.js';

const day = 86_400_000;

function strategyOf(text: string): Strategy {
  const { strategy, diagnostics } = parseStrategy(text);
  assert.ok(strategy, JSON.stringify(diagnostics));
  return strategy;
}

const full = strategyOf(fullStrategy);
const stages = (...lines: string[]): Strategy => strategyOf(withStages(lines.map((line) => `  - ${line}\n`).join('')));
const at = (strategy: Strategy, perDay?: number): StageForecast => strategyForecast(strategy, perDay).stages[0]!;
const ofMetric = ({ metrics }: StageForecast, name: string) =>
  metrics.find(({ criterion }) => criterion.name === name)!;

describe('the forecast of a strategy', () => {
  it('is about the stages that compare: neither what only a segment gets, nor what all get', () => {
    const { stages: compared, unit } = strategyForecast(full);
    assert.equal(unit, 'conversation_id');
    assert.deepEqual(
      compared.map(({ index, name, share }) => [index, name, share]),
      [
        [1, 'canary', 0.05],
        [2, 'quarter', 0.25],
        [3, 'half', 0.5],
      ],
    );
    assert.deepEqual(strategyForecast(stages('{ name: all, traffic: 100% }'), 1000).stages, []);
  });

  it('needs the units that statistics say, and says nothing of time where the traffic is unknown', () => {
    const canary = at(full);
    const { toProve, takes, criterion } = ofMetric(canary, 'tool_errors');
    assert.equal(toProve, unitsToProve({ criterion, share: 0.05, chance: 0.05 }, 0.04));
    assert.equal(takes, undefined);
    assert.equal(canary.never, undefined);
    assert.equal(canary.units, 400);
  });

  it('supposes of a success metric that it gets better by twice its goal', () => {
    const { toProve, criterion, caught } = ofMetric(at(full), 'resolved');
    assert.equal(toProve, unitsToProve({ criterion, share: 0.05, chance: 0.05 }, 0.75));
    assert.equal(caught, undefined);
    const near = '{ role: success, is: rate, good: x, goal: +2pp, expect: 97% }';
    const success = strategyOf(withStages('  - { name: half, traffic: 50%, needs: goal }\n', `m: ${near}`));
    assert.equal(
      at(success).metrics[0]?.toProve,
      unitsToProve({ criterion: criterionOf(success.metrics[0]!), share: 0.5, chance: 0.05 }, 0.995),
    );
  });

  it('catches milder harm with more units, and with a budget of its own', () => {
    const one = stages('{ name: canary, traffic: 5%, bake: 1d }');
    const [few, many] = [at(one, 2000), at(one, 40_000)];
    assert.deepEqual([few.units, many.units].map(Math.round), [100, 2000]);
    const caught = (stage: StageForecast): number => stage.metrics[0]!.caught!;
    assert.ok(caught(few) > caught(many) && caught(many) > 0.05);
    assert.ok(ofMetric(at(full, 40_000), 'tool_errors').caught! > caught(many));
  });

  it('lasts until bake and samples are reached, and until what it needs is proven', () => {
    const sampled = stages('{ name: canary, traffic: 10%, bake: 1h, samples: 500 }');
    assert.equal(at(sampled, 10_000).lasts, day / 2);
    const proven = stages('{ name: a, traffic: 50%, needs: proof }', '{ name: b, traffic: 50%, needs: proof }');
    const [a, b] = strategyForecast(proven, 10_000).stages;
    assert.ok(a!.metrics[0]!.takes! > day);
    assert.equal(b!.metrics[0]!.takes, 0);
  });

  it('counts on with what the stages before have seen', () => {
    const alone = at(stages('{ name: half, traffic: 50%, needs: proof }'), 10_000);
    const [, after] = strategyForecast(
      stages('{ name: quarter, traffic: 25%, bake: 1d }', '{ name: half, traffic: 50%, needs: proof }'),
      10_000,
    ).stages;
    assert.equal(after!.metrics[0]!.toProve, alone.metrics[0]!.toProve);
    const [first, then] = [alone.metrics[0]!.takes!, after!.metrics[0]!.takes!];
    const quarter = unitsToProve({ criterion: alone.metrics[0]!.criterion, share: 0.25, chance: 0.05 }, 0.04);
    const block = 15 * 60_000;
    assert.ok(Math.abs((then - block) / (first - block) - (1 - 2500 / quarter)) < 1e-9);
  });

  it('waits for the block, and for outcomes that settle', () => {
    const settling = strategyOf(
      withStages(
        '  - { name: half, traffic: 50%, needs: proof }\n',
        'm: { is: rate, bad: x, margin: 1pp, expect: 4%, settle: 2d }',
      ),
    );
    const plain = stages('{ name: half, traffic: 50%, needs: proof }');
    assert.equal(at(settling, 1e6).metrics[0]!.takes! - at(plain, 1e6).metrics[0]!.takes!, 2 * day);
  });

  describe('that never decides', () => {
    const slow = stages('{ name: canary, traffic: 5%, needs: proof }', '{ name: all, traffic: 100%, bake: 1d }');

    it('names the metric, the units that come in time, and how long that is', () => {
      const never = at(slow, 2000).never;
      assert.ok(never?.of === 'proof');
      assert.deepEqual(
        never.metrics.map(({ criterion }) => criterion.name),
        ['m'],
      );
      assert.equal(never.within, 6 * day);
      assert.equal(Math.round(never.units), Math.round(2000 * (6 - 1 / 96)));
      assert.equal(strategyForecast(slow, 2000).stages.find(isLate)?.name, 'canary');
    });

    it('suggests a share and a margin with which it decides just in time', () => {
      const never = at(slow, 5000).never;
      assert.ok(never?.of === 'proof' && never.share !== undefined && never.margins);
      const { margin } = never.margins[0]!;
      assert.ok('absolute' in margin);
      const changed = (share: number, by: number): Strategy => ({
        ...slow,
        metrics: slow.metrics.map((metric) => ({ ...metric, margin: { absolute: by } })),
        stages: slow.stages.map((stage, index) => (index === 0 ? { ...stage, share: share * 100_000 } : stage)),
      });
      assert.equal(at(changed(never.share * 1.001, 0.01), 5000).never, undefined);
      assert.ok(at(changed(never.share * 0.98, 0.01), 5000).never);
      assert.equal(at(changed(0.05, margin.absolute * 1.001), 5000).never, undefined);
      assert.ok(at(changed(0.05, margin.absolute * 0.98), 5000).never);
    });

    it('suggests neither where neither can', () => {
      const never = at(slow, 10).never;
      assert.ok(never?.of === 'proof');
      assert.equal(never.share, undefined);
    });

    it('decides with traffic enough, and where nothing is to be proven', () => {
      assert.equal(at(slow, 100_000).never, undefined);
      assert.equal(at(stages('{ name: canary, traffic: 5% }'), 10).never, undefined);
    });

    it('may lack nothing but samples', () => {
      const never = at(stages('{ name: canary, traffic: 5%, samples: 1000 }'), 100).never;
      assert.deepEqual(never, { of: 'samples', samples: 1000, units: 700, within: 7 * day });
    });

    it('has less time where other stages bake, prove or sample', () => {
      const strategy = stages(
        '{ name: a, traffic: 10%, samples: 1000 }',
        '{ name: b, traffic: 20%, needs: proof }',
        '{ name: c, traffic: 50%, bake: 3d }',
      );
      const [, b] = strategyForecast(strategy, 5000).stages;
      assert.equal(b?.never?.within, 2 * day);
    });
  });
});
