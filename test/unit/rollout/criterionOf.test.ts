import assert from 'node:assert/strict';
import { criterionOf } from '../../../src/rollout/criterionOf.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import { fullStrategy } from './strategy/strategyText.js';

const { strategy } = parseStrategy(fullStrategy);
const criteria = new Map(strategy?.metrics.map((metric) => [metric.name, criterionOf(metric)]));

describe('a metric as statistics judge it', () => {
  it('takes all that is said of a guardrail', () => {
    assert.deepEqual(criteria.get('tool_errors'), {
      name: 'tool_errors',
      role: 'guardrail',
      is: 'rate',
      worse: 'higher',
      bounds: [0, 1],
      expect: 0.04,
      by: { absolute: 0.01 },
      limit: 0.15,
      segments: ['locale', 'tier'],
      settle: 0,
    });
    assert.equal(criteria.get('escalations')?.settle, 30 * 60_000);
  });

  it('is worse when higher, also as the share of units over a threshold; a good outcome is worse when lower', () => {
    assert.equal(criteria.get('slow')?.worse, 'higher');
    assert.equal(criteria.get('resolved')?.worse, 'lower');
    assert.equal(criteria.get('cost')?.worse, 'higher');
    assert.equal(criteria.get('quality')?.worse, 'lower');
  });

  it('bounds a mean by its range, or by 0 and its cap', () => {
    assert.deepEqual(criteria.get('quality')?.bounds, [1, 5]);
    assert.deepEqual(criteria.get('cost')?.bounds, [0, 0.5]);
  });

  it('moves by the margin of a guardrail, and by the goal of a success metric', () => {
    assert.deepEqual(criteria.get('cost')?.by, { relative: 0.1 });
    assert.deepEqual(criteria.get('resolved')?.by, { absolute: 0.02 });
    assert.equal(criteria.get('resolved')?.role, 'success');
  });
});
