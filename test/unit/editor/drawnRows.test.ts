import assert from 'node:assert/strict';
import { DrawnRows } from '../../../src/editor/drawnRows.js';

describe('the rows that a view has told', () => {
  const rows = (...labels: string[]) => labels.map((label) => ({ label, children: [] }));

  it('are told anew only where they differ', () => {
    const drawn = new DrawnRows<{ readonly label: string }>();
    assert.ok(
      drawn.areOutdated(() => rows('a')),
      'nothing is told yet',
    );
    assert.deepEqual(drawn.tell(rows('a')), rows('a'));
    assert.equal(
      drawn.areOutdated(() => rows('a')),
      false,
    );
    assert.ok(drawn.areOutdated(() => rows('a', 'b')));
  });

  it('are not made for a view that nobody sees', () => {
    const drawn = new DrawnRows<{ readonly label: string }>();
    const unseen = (): never => assert.fail('made for nobody');
    assert.ok(drawn.areOutdated(unseen));
    drawn.tell(rows('a'));
    assert.ok(drawn.areOutdated(() => rows('b')));
    assert.ok(drawn.areOutdated(unseen), 'it was not asked for since');
  });
});
