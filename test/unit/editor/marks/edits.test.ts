import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditLog, movedBy, type Edit } from '../../../../src/editor/marks/edits.js';

describe('a range that is edited around', () => {
  const range = { start: 4, end: 8 };
  const moved = (edit: Edit, grows: boolean): [number, number] => {
    const { start, end } = movedBy([edit], range, grows);
    return [start, end];
  };

  it('moves with the text before it, and not with the text behind it', () => {
    for (const grows of [true, false]) {
      assert.deepEqual(moved({ offset: 0, removed: 1, added: 3 }, grows), [6, 10]);
      assert.deepEqual(moved({ offset: 9, removed: 0, added: 3 }, grows), [4, 8]);
      assert.deepEqual(moved({ offset: 5, removed: 1, added: 3 }, grows), [4, 10]);
    }
  });

  it('takes in what is typed at its edges only where it grows', () => {
    assert.deepEqual(moved({ offset: 4, removed: 0, added: 2 }, true), [4, 10]);
    assert.deepEqual(moved({ offset: 8, removed: 0, added: 2 }, true), [4, 10]);
    assert.deepEqual(moved({ offset: 4, removed: 0, added: 2 }, false), [6, 10]);
    assert.deepEqual(moved({ offset: 8, removed: 0, added: 2 }, false), [4, 8]);
  });

  it('shrinks to what is left of it', () => {
    assert.deepEqual(moved({ offset: 2, removed: 4, added: 0 }, true), [2, 4]);
    assert.deepEqual(moved({ offset: 6, removed: 9, added: 0 }, true), [4, 6]);
    assert.deepEqual(moved({ offset: 0, removed: 20, added: 0 }, false), [0, 0]);
  });

  it('holds the same text after any edits that leave it alone, and stays inside the text after all others', () => {
    const replacement = fc.record({ at: fc.nat(), removed: fc.nat(5), added: fc.string({ maxLength: 5 }) });
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.array(replacement), fc.boolean(), (first, a, b, all, grows) => {
        const at = (value: number): number => value % (first.length + 1);
        const range = { start: Math.min(at(a), at(b)), end: Math.max(at(a), at(b)) };
        let [now, here, isAlone] = [first, range, true];
        for (const { at: place, removed, added } of all) {
          const offset = place % (now.length + 1);
          const edit = { offset, removed: Math.min(removed, now.length - offset), added: added.length };
          isAlone &&= offset + edit.removed < here.start || offset > here.end;
          now = now.slice(0, offset) + added + now.slice(offset + edit.removed);
          here = movedBy([edit], here, grows);
          assert.ok(0 <= here.start && here.start <= here.end && here.end <= now.length);
        }
        if (isAlone) assert.equal(now.slice(here.start, here.end), first.slice(range.start, range.end));
      }),
    );
  });
});

describe('the log of edits', () => {
  const edit = (offset: number): Edit => ({ offset, removed: 0, added: 1 });

  it('tells those since a version', () => {
    const log = new EditLog(7);
    log.note(8, [edit(5), edit(3)]);
    log.note(9, [edit(0)]);
    assert.deepEqual(log.since(7), [edit(5), edit(3), edit(0)]);
    assert.deepEqual(log.since(8), [edit(0)]);
    assert.deepEqual(log.since(9), []);
    assert.equal(log.since(6), undefined);
  });

  it('says so where it has forgotten some', () => {
    const log = new EditLog(0);
    for (let version = 1; version <= 1500; version += 1) log.note(version, [edit(version)]);
    assert.equal(log.since(499), undefined);
    assert.equal(log.since(500)?.length, 1000);
  });
});
