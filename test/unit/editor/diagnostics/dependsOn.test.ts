import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dependsOn } from '../../../../src/editor/diagnostics/dependsOn.js';

describe('what a prompt includes depends on', () => {
  const files = ['/w/prompts/tone.j2', '/w/prompts/parts/foot.j2'];

  it('its files, and the folders that they are in', () => {
    for (const changed of [...files, '/w/prompts/parts', '/w/prompts', '/w', '/'])
      assert.equal(dependsOn(files, changed), true, changed);
  });

  it('nothing beside them', () => {
    for (const changed of ['/w/prompts/parts/other.j2', '/w/prompts/par', '/w/prompts/tone.j2/x', '/w/telemetry'])
      assert.equal(dependsOn(files, changed), false, changed);
    assert.equal(dependsOn([], '/w/prompts/tone.j2'), false);
  });

  it('exactly what its path begins with, name by name', () => {
    const name = fc.constantFrom('a', 'b', 'ab', '..a', ' ');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(path, path, (file, changed) => {
        assert.equal(dependsOn([file], changed), `${file}/`.startsWith(`${changed}/`));
      }),
    );
  });
});
