import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newStrategy } from '../../../../src/rollout/strategy/newStrategy.js';
import { parseStrategy } from '../../../../src/rollout/strategy/parseStrategy.js';

describe('newStrategy', () => {
  it('is a valid strategy for the prompt, with nothing to complain about', () => {
    const { strategy, diagnostics } = parseStrategy(newStrategy({ promptFile: 'support-reply.prompt.yml' }));
    assert.deepEqual(diagnostics, []);
    assert.equal(strategy?.prompt, 'support-reply.prompt.yml');
    assert.equal(strategy.stages.at(-1)?.share, 100_000);
    assert.ok(strategy.metrics.length > 0);
  });

  it('stays valid when its examples are taken out of their comments', () => {
    const text = newStrategy({ promptFile: 'a b.prompt.yml', unit: 'user_id' }).replace(
      /^( *)# (flag:|offline:|resolved:|- \{ name: staff)/gm,
      '$1$2',
    );
    const { strategy, diagnostics } = parseStrategy(text);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      [strategy?.unit, strategy?.offline?.cases, strategy?.stages[0]?.name, strategy?.metrics.at(-1)?.role],
      ['user_id', 'a b.cases.yaml', 'staff', 'success'],
    );
  });

  it('keeps any file name and unit', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => /^[^/\\\p{C}]+$/u.test(text) && text.trim() !== '' && !/^\.\.$/.test(text));
    const awkward = fc.constantFrom(
      '# x.md',
      '-a.md',
      '*.md',
      'a: b.md',
      "it's.md",
      '12',
      'null',
      'größe.md',
      '"q".md',
      ' x ',
    );
    fc.assert(
      fc.property(fc.oneof(name, awkward), fc.oneof(name, awkward), (promptFile, unit) => {
        const { strategy, diagnostics } = parseStrategy(newStrategy({ promptFile, unit }));
        assert.deepEqual(diagnostics, []);
        assert.deepEqual([strategy?.prompt, strategy?.unit], [promptFile, unit]);
      }),
      { numRuns: 100 },
    );
  });
});
