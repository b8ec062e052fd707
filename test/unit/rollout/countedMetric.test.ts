import assert from 'node:assert/strict';
import { countedMetric } from '../../../src/rollout/countedMetric.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';

function counted(metric: string) {
  const text = `prompt: a.md\nunit: u\nmetrics: { m: { ${metric} } }\nstages: [{ name: all, traffic: 100% }]\n`;
  const [first] = parseStrategy(text).strategy?.metrics ?? [];
  assert.ok(first, text);
  return countedMetric(first);
}

describe('a metric as it is counted', () => {
  it('says of a field what it takes from lines', () => {
    const bad = counted('is: rate, bad: error, margin: 1pp, expect: 4%');
    assert.deepEqual(bad.of, { is: 'true', field: 'error' });
    assert.deepEqual(
      [true, false, 1].map((error) => bad.valueOf({ error })),
      [1, 0, undefined],
    );

    const among = counted('is: rate, good: { finish: [stop, tool] }, margin: 1pp, expect: 90%');
    assert.deepEqual(among.of, { is: 'among', field: 'finish', values: ['stop', 'tool'] });
    assert.deepEqual(
      ['stop', 'length', undefined].map((finish) => among.valueOf({ finish })),
      [1, 0, undefined],
    );

    const over = counted('is: rate, of: duration_s, over: 5.12s, margin: 2pp, expect: 5%');
    assert.deepEqual(over.of, { is: 'over', field: 'duration_s', threshold: 5.12 });
    assert.deepEqual(
      [5.12, 5.13].map((time) => over.valueOf({ duration_s: time })),
      [0, 1],
    );

    const mean = counted('is: mean, of: cost, cap: 0.5, margin: 10%, expect: 0.02');
    assert.deepEqual([mean.of, mean.bounds, mean.merge], [{ is: 'mean', field: 'cost' }, [0, 0.5], 'sum']);
    assert.equal(mean.valueOf({ cost: 0.25 }), 0.25);
  });
});
