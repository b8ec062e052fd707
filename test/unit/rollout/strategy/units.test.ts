import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  readDuration,
  readGoal,
  readMargin,
  readNumber,
  readPercent,
  readShare,
  readThreshold,
} from '../../../../src/rollout/strategy/units.js';

describe('units', () => {
  it('reads a share of the traffic exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(3), (share, zeros) => {
        const whole = String(Math.floor(share / 1000));
        const text = `${whole}.${String(share % 1000).padStart(3, '0')}${'0'.repeat(zeros)}%`;
        assert.deepEqual(readShare(text), { value: share });
      }),
    );
  });

  it('rounds no share', () => {
    for (const text of ['0.0001%', '5.0001%', '33.3333%', '99.9999999%']) assert.ok('problem' in readShare(text), text);
  });

  it('reads percentages to the nearest number', () => {
    const percent = (text: string) => readPercent(text, 'a share', '5%');
    assert.deepEqual(
      [percent('7.1%'), percent('.5%'), percent('100 %')],
      [{ value: 0.071 }, { value: 0.005 }, { value: 1 }],
    );
    for (const wrong of [5, 1, '5', '101%', '+5%', '-5%', '5pp', '5s', 'five', '', '5%%', '1e2%']) {
      assert.ok('problem' in percent(String(wrong)), String(wrong));
    }
  });

  it('reads times', () => {
    assert.deepEqual(
      ['30s', '15m', '2h', '7d', '1.5h', '0.1s', '0s'].map((text) => readDuration(text)),
      [30_000, 900_000, 7_200_000, 604_800_000, 5_400_000, 100, 0].map((value) => ({ value })),
    );
    for (const wrong of [30, '-1h', '1h30m', '5%', '500ms', '0.0001s', '400d', 'soon', '1M', '2 months']) {
      assert.ok('problem' in readDuration(wrong), String(wrong));
    }
  });

  it('suggests what is meant', () => {
    const suggested = (reading: object) => ('replacement' in reading ? reading.replacement : undefined);
    assert.equal(suggested(readDuration('2 hours')), '2h');
    assert.equal(suggested(readDuration('30min')), '30m');
    assert.equal(suggested(readDuration('500ms')), '0.5s');
    assert.equal(suggested(readDuration('2 months')), undefined);
    assert.equal(suggested(readShare(0.07)), '7%');
    assert.equal(suggested(readShare(1)), undefined);
    assert.equal(suggested(readMargin('+1pp', 'rate')), '1pp');
  });

  it('reads thresholds in seconds or in the own unit of the field', () => {
    assert.deepEqual(
      [
        readThreshold('5.12s', 'duration_s'),
        readThreshold('800ms', 'took'),
        readThreshold('2m', 'took'),
        readThreshold(2000, 'latency_ms'),
      ],
      [5.12, 0.8, 120, 2000].map((value) => ({ value })),
    );
    assert.ok('problem' in readThreshold('2s', 'latency_ms'));
    assert.ok('problem' in readThreshold('5%', 'duration_s'));
  });

  it('reads margins and goals by what the metric is', () => {
    assert.deepEqual(readMargin('1pp', 'rate'), { value: { absolute: 0.01 } });
    assert.deepEqual(readMargin('10%', 'rate'), { value: { relative: 0.1 } });
    assert.deepEqual(readMargin('10%', 'mean'), { value: { relative: 0.1 } });
    assert.deepEqual(readMargin(0.1, 'mean'), { value: { absolute: 0.1 } });
    assert.deepEqual(readGoal('+2pp', 'rate', 'up'), { value: { absolute: 0.02 } });
    assert.deepEqual(readGoal('2pp', 'rate', 'down'), { value: { absolute: 0.02 } });
    assert.deepEqual(readGoal('-5%', 'mean', 'down'), { value: { relative: 0.05 } });
    assert.ok('problem' in readGoal('-2pp', 'rate', 'up'));
    assert.ok('problem' in readMargin('1pp', 'mean'));
    assert.ok('problem' in readMargin(1, 'rate'));
    assert.match(String(Object.values(readMargin('5s', 'rate'))[0]), /1pp \(absolute\) or 10% \(of the baseline\)/);
  });

  it('reads plain numbers', () => {
    assert.deepEqual(
      [readNumber(4.1), readNumber(-1), readNumber('+2')],
      [{ value: 4.1 }, { value: -1 }, { value: 2 }],
    );
    assert.ok('problem' in readNumber('4%'));
  });
});
