import assert from 'node:assert/strict';
import { requireKnownRow } from '../../../../src/editor/commands/requireKnownRow.js';

describe('the row that a command was chosen on', () => {
  const row = { handle: {} };

  it('may be any row, a file, or none where the palette or a key called', () => {
    for (const args of [[], [undefined], [row], [row, undefined], [row, [row, row]], ['file:///a', { groupId: 0 }]])
      requireKnownRow(args);
    requireKnownRow([undefined, { groupId: 0 }]);
  });

  it('is asked for again where VS Code knows it no longer, rather than guessed', () => {
    for (const args of [
      [undefined, undefined],
      [undefined, [undefined, undefined]],
      [row, [row, undefined]],
    ])
      assert.throws(() => requireKnownRow(args), /Nothing was done; choose it again\.$/);
  });
});
