import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  armOf,
  beforeMove,
  firstEvent,
  lastEvent,
  mergedValue,
  segmentOf,
  type UnitLine,
} from '../../../src/evidence/units.js';

function line(time: number, value: number, arm: UnitLine['arm'] = 'candidate'): UnitLine {
  return { time, arm, values: [value] };
}

describe('units', () => {
  it('count where they were before they moved with a stage, and are mixed where they changed within one', () => {
    const [early, late] = [line(10, 1, 'baseline'), line(30, 0, 'candidate')];
    assert.deepEqual(beforeMove([late, early], [0, 20]), [early]);
    assert.equal(armOf(beforeMove([early, late], [0])), 'mixed');
    const back = line(50, 0, 'baseline');
    assert.deepEqual(beforeMove([early, late, back], [0, 20, 40]), [early]);
    assert.equal(armOf(beforeMove([early, line(15, 0, 'candidate'), late], [0, 20])), 'mixed');
    assert.deepEqual(beforeMove([early], [0, 20]), [early]);
  });

  it('are in the segment that their first line names, in whatever order lines come', () => {
    const of = (time: number, value?: string): UnitLine => ({ ...line(time, 0), segments: [value] });
    assert.equal(segmentOf([of(3, 'de'), of(1), of(2, 'en')], 0), 'en');
    assert.equal(segmentOf([of(2, 'fr'), of(2, 'de')], 0), 'de');
    assert.equal(segmentOf([line(1, 0)], 0), undefined);
  });

  it('merges lines: rates any, costs sum, durations maximum, scores last by event time', () => {
    const rate = [line(1, 0), line(2, 1), line(3, 0)];
    assert.equal(mergedValue(rate, 0, 'any'), 1);
    const numbers = [line(3, 0.2), line(1, 0.5), line(2, 0.1)];
    assert.equal(mergedValue(numbers, 0, 'sum'), 0.8);
    assert.equal(mergedValue(numbers, 0, 'maximum'), 0.5);
    assert.equal(mergedValue(numbers, 0, 'last'), 0.2);
  });

  it('passes over lines that say nothing', () => {
    const lines = [line(1, 4), line(2, NaN)];
    assert.equal(mergedValue(lines, 0, 'last'), 4);
    assert.equal(mergedValue(lines, 0, 'sum'), 4);
    assert.equal(mergedValue([line(1, NaN)], 0, 'any'), NaN);
    assert.equal(mergedValue(lines, 1, 'maximum'), NaN);
  });

  it('does not depend on the order of the lines', () => {
    const lines = fc.array(
      fc.record({ time: fc.nat(5), arm: fc.constant('baseline' as const), values: fc.tuple(fc.double()) }),
      { minLength: 1, maxLength: 8 },
    );
    const merges = fc.constantFrom('any' as const, 'sum' as const, 'maximum' as const, 'last' as const);
    fc.assert(
      fc.property(lines, merges, fc.infiniteStream(fc.nat()), (unit, merge, random) => {
        const finite = unit.map((said) => line(said.time, Math.abs(said.values[0]) < 1e100 ? said.values[0] : NaN));
        const keyed = finite.map((said) => ({ said, key: Number(random.next().value) })).sort((a, b) => a.key - b.key);
        const shuffled = keyed.map(({ said }) => said);
        assert.equal(mergedValue(shuffled, 0, merge) + 0, mergedValue(finite, 0, merge) + 0);
      }),
    );
  });

  it('is mixed when its lines name different arms', () => {
    assert.equal(armOf([line(1, 0), line(2, 0)]), 'candidate');
    assert.equal(armOf([line(1, 0), line(2, 0, 'baseline')]), 'mixed');
    assert.equal(armOf([line(1, 0, 'segment'), line(2, 0)]), 'mixed');
  });

  it('knows its first event, and its last', () => {
    const unit = [line(30, 0), line(10, 0), line(20, 0)];
    assert.equal(firstEvent(unit), 10);
    assert.equal(lastEvent(unit), 30);
  });
});
