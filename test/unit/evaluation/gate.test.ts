import assert from 'node:assert/strict';
import { judgeOffline, type OfflineRules } from '../../../src/evaluation/gate.js';
import { compared, runOf } from './evaluationFixture.js';

function judge(rules: OfflineRules, before: string, after: string, change = {}): readonly string[] {
  const candidate = runOf(after, change);
  const { holds, reasons } = judgeOffline(rules, candidate, compared(runOf(before, change), candidate));
  assert.equal(holds, reasons.length === 0);
  return reasons;
}

describe('the offline gate', () => {
  it('holds where nothing got worse', () => {
    assert.deepEqual(judge({}, 'ppf', 'ppf'), []);
    assert.deepEqual(judge({ maxRegressions: 1, coverage: 0.9, minScore: 0.6 }, 'ppp', 'ppf'), []);
  });

  it('says how many regressed, and which critical ones, of which none may', () => {
    assert.deepEqual(judge({}, 'ppp', 'pff'), ['2 cases regressed; at most 0 may.']);
    assert.deepEqual(judge({ maxRegressions: 5 }, 'pp', 'pf', { critical: true }), ['Critical cases regressed: c2.']);
  });

  it('takes no missing output for a pass', () => {
    assert.deepEqual(judge({}, 'pp', 'mm'), ['No case could be graded.']);
    assert.deepEqual(judge({ coverage: 0.9 }, 'pp', 'pm'), ['1 of 2 cases graded; the strategy asks for 90 %.']);
    assert.deepEqual(judge({}, '', ''), ['There are no cases.']);
  });

  it('holds scores to what the strategy asks', () => {
    assert.deepEqual(judge({ maxRegressions: 9, minScore: 0.8 }, 'ff', 'pf'), [
      'The score is 50 %; the strategy asks for 80 %.',
    ]);
    const [reason] = judge({ maxRegressions: 9, maxDrop: 0.02 }, 'pppp', 'pfff');
    assert.match(reason ?? '', /^The score may be \d+(\.\d)? % lower than the baseline's; the strategy allows 2 %\.$/);
  });

  it('asks nothing of regressions where there is no baseline', () => {
    assert.deepEqual(judgeOffline({}, runOf('pf'), undefined), { holds: true, reasons: [] });
  });
});
