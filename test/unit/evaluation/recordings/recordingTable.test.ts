import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { byCase } from '../../../../src/evaluation/recordings/recording.js';
import { RecordingTable, type Indexed } from '../../../../src/evaluation/recordings/recordingTable.js';
import { TableBuilder } from '../../../../src/evaluation/recordings/tableBuilder.js';

const keyOf = (nth: number): string => createHash('sha256').update(String(nth)).digest('hex');

describe('a table of recordings', () => {
  const fields = {
    key: fc.nat(40).map(keyOf),
    // Also halves of characters, which UTF-8 cannot hold.
    case: fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '\ud83d', '\ude00', '\uffee'), maxLength: 3 }),
    sample: fc.constantFrom(0, 1, 2 ** 40),
    source: fc.nat(3),
    line: fc.nat(1e9),
    offset: fc.constantFrom(0, 17, 2 ** 40),
    length: fc.nat(32 * 1024 * 1024),
    recorded: fc.integer({ min: 0, max: 5 }).map((day) => Date.UTC(2026, 0, 1 + day)),
  };
  const entry: fc.Arbitrary<Indexed> = fc.record(fields, { noNullPrototype: true });

  it('holds of each key the latest, in the order of recordings, and finds them by key and by case', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const builder = new TableBuilder();
        const latest = new Map<string, Indexed>();
        for (const one of entries) {
          const known = latest.get(one.key);
          const isReplaced = known !== undefined && known.recorded < one.recorded;
          assert.deepEqual(builder.add(one), known && { known, isReplaced });
          if (!known || isReplaced) latest.set(one.key, one);
        }
        // As it arrives from another thread.
        const table = new RecordingTable(structuredClone(builder.finish()));
        assert.deepEqual([...table], [...latest.values()].sort(byCase));
        assert.equal(table.size, latest.size);
        for (let nth = 0; nth <= 41; nth += 1) assert.deepEqual(table.find(keyOf(nth)), latest.get(keyOf(nth)));
        for (const { case: id } of entries)
          assert.deepEqual(
            table.ofCase(id),
            [...table].filter((one) => one.case === id),
          );
        assert.deepEqual(table.ofCase('no such case'), []);
      }),
    );
  });
});
