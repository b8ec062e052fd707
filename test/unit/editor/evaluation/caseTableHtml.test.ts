import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choose, chosenRows, firstChoice, type CaseChoice } from '../../../../src/editor/evaluation/caseChoice.js';
import { caseRow, casesOf } from '../../../../src/editor/evaluation/caseRows.js';
import { html } from '../../../../src/prompts/html.js';
import { caseOf, evaluationOf, resultOf, runOf } from '../../evaluation/evaluationFixture.js';
import { idsIn, pageOf, seen } from './evaluationPage.js';

const rowsOf = (before: string, after: string) => casesOf(evaluationOf(runOf(before), runOf(after))).map(caseRow);
const ids = (rows: ReturnType<typeof chosenRows>): string[] => rows.map((row) => row.case.id);
const after = (...asked: (readonly [string, string])[]): CaseChoice =>
  asked.reduce((choice, [action, value]) => choose(choice, action, value), firstChoice);

describe('the cases of an evaluation', () => {
  it('begin with regressions, and say why in a line', () => {
    const page = pageOf(evaluationOf(runOf('pfpm'), runOf('fppm')));
    assert.deepEqual(idsIn(page), ['c1', 'c2', 'c3', 'c4']);
    const [, table] = page.split('<tbody>').slice(-2);
    assert.match(
      seen(table!),
      /✕ regression c1 100 % → 0 % contains: it failes ✓ win c2 0 % → 100 % Before: contains: it failes = tie c3 100 % \? missing c4 – not recorded/,
    );
  });

  it('are chosen by outcome and by words, both or neither', () => {
    const rows = rowsOf('pfpm', 'fppm');
    assert.deepEqual(ids(chosenRows(rows, after(['outcome', 'regression']))), ['c1']);
    assert.deepEqual(ids(chosenRows(rows, after(['outcome', 'regression'], ['outcome', 'all']))), [
      'c1',
      'c2',
      'c3',
      'c4',
    ]);
    assert.deepEqual(ids(chosenRows(rows, after(['filter', ' NOT recorded ']))), ['c4']);
    assert.deepEqual(ids(chosenRows(rows, after(['filter', 'c1'], ['outcome', 'win']))), []);
    const tagged = evaluationOf(runOf('pp'), runOf('pp', { tags: ['Refund'] }));
    assert.equal(chosenRows(casesOf(tagged).map(caseRow), after(['filter', 'refund'])).length, 2);
  });

  it('are sorted by id as people count, by score from the largest loss, and the other way round when asked again', () => {
    const rows = rowsOf('ppfppppppppp', 'pfpppppppppm');
    assert.deepEqual(ids(chosenRows(rows, after(['sort', 'id']))).slice(0, 3), ['c1', 'c2', 'c3']);
    assert.deepEqual(ids(chosenRows(rows, after(['sort', 'id'], ['sort', 'id']))).slice(0, 3), ['c12', 'c11', 'c10']);
    const byScore = ids(chosenRows(rows, after(['sort', 'score'])));
    assert.deepEqual([byScore[0], byScore.at(-2), byScore.at(-1)], ['c2', 'c3', 'c12']);
    assert.deepEqual(ids(chosenRows(rows, after(['sort', 'score'], ['sort', 'outcome']))), ids(rows));
    assert.match(
      pageOf(evaluationOf(runOf('p'), runOf('p')), {}, after(['sort', 'id'], ['sort', 'id'])),
      /<th scope="col" class="id" aria-sort="descending">/,
    );
  });

  it('are each there once, in whatever order', () => {
    const letters = fc.array(fc.constantFrom('p', 'f', 'm', 'u'), { minLength: 8, maxLength: 8 });
    const key = fc.constantFrom('outcome', 'id', 'score');
    fc.assert(
      fc.property(letters, letters, fc.array(key, { maxLength: 4 }), (before, candidate, keys) => {
        const rows = rowsOf(before.join(''), candidate.join(''));
        const untouched = ids(rows);
        const sorted = ids(chosenRows(rows, after(...keys.map((by) => ['sort', by] as const))));
        assert.deepEqual([...sorted].sort(), [...untouched].sort());
        assert.deepEqual(ids(rows), untouched);
      }),
      { numRuns: 100 },
    );
  });

  it('are shown some hundreds at a time', () => {
    const many = evaluationOf(runOf('p'.repeat(10_000)), runOf('p'.repeat(10_000)));
    const first = pageOf(many);
    assert.equal(idsIn(first).length, 200);
    assert.match(seen(first), /10,000 cases .* Show More 9,800 not shown/);
    assert.equal(idsIn(pageOf(many, {}, after(['more', '']))).length, 400);
    // Another order begins with as few again.
    assert.equal(after(['more', ''], ['sort', 'id']).most, firstChoice.most);
    assert.ok(first.length < 200_000, `${first.length} characters`);
  });

  it('have their details below them where they are unfolded', () => {
    const page = pageOf(evaluationOf(runOf('pp'), runOf('pp')), {}, {}, new Map([['c2', html`<p>All of it</p>`]]));
    assert.match(page, /data-value="c1" tabindex="-1" aria-level="1" aria-expanded="false"/);
    assert.match(
      page,
      /data-value="c2" tabindex="-1" aria-level="1" aria-expanded="true"[^]*id="detail-c2"[^]*All of it/,
    );
  });

  it('keep long ids, tags and reasons short', () => {
    const long = 'x'.repeat(100_000);
    const one = caseOf(long, { tags: Array.from({ length: 100 }, (_, at) => `${at}${long}`) });
    const page = pageOf(
      evaluationOf(
        { live: false, results: [resultOf(one, 'passed')] },
        { live: false, results: [resultOf(one, 'failed')] },
      ),
    );
    assert.ok(seen(page).length < 10_000, `${seen(page).length} characters`);
  });
});
