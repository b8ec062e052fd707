import assert from 'node:assert/strict';
import { FlagdCore } from '@openfeature/flagd-core';
import fc from 'fast-check';
import { flagDefinition } from '../../../../../src/backends/traffic/flagd/flagDefinition.js';
import { flagdAccepts } from '../../../../../src/backends/traffic/flagd/flagdAccepts.js';
import { readDefinition } from '../../../../../src/backends/traffic/flagd/readDefinition.js';
import { isObject } from '../../../../../src/prompts/json.js';
import { wholeTraffic, type Release, type Split } from '../../../../../src/rollout/trafficBackend.js';
import { baseline, candidate, release, releaseOf } from './release.js';

const units = Array.from({ length: 20_000 }, (_, index) => `conv-${index}`);

interface EditableFlag {
  state: string;
  variants: Record<string, Record<string, unknown>>;
  defaultVariant: string;
  targeting?: { if: unknown[] };
  metadata?: Record<string, unknown>;
  description?: string;
}

/** A flag as it stands in a file, for another hand to change. */
function editable(what: Release): EditableFlag {
  return JSON.parse(JSON.stringify(flagDefinition(what))) as EditableFlag;
}

function fractional(flag: EditableFlag): unknown[] {
  return (flag.targeting?.if.at(-1) as { fractional: unknown[] }).fractional;
}

/** Resolves with the real engine, as an application does: the variant by context. */
function engineFor(what: Release): (context: Record<string, string | number>) => string | undefined {
  const engine = new FlagdCore();
  engine.setConfigurations(JSON.stringify({ flags: { 'support-reply': flagDefinition(what) } }));
  return (context) => engine.resolveObjectEvaluation('support-reply', {}, context).variant;
}

describe('the flagd flag of a release', () => {
  it('serves each share within three sigma, and nobody leaves the candidate as the share grows', function () {
    this.timeout(20_000);
    let before = new Set<string>();
    for (const share of [5_000, 25_000, 50_000, 100_000]) {
      const variantOf = engineFor(release(share));
      const chosen = new Set(units.filter((unit) => variantOf({ conversation_id: unit }) === `${candidate}-candidate`));
      const part = share / wholeTraffic;
      const sigma = Math.sqrt(part * (1 - part) * units.length);
      assert.ok(Math.abs(chosen.size - part * units.length) <= 3 * sigma, `${chosen.size} units at ${part}`);
      assert.ok(
        [...before].every((unit) => chosen.has(unit)),
        `somebody left at ${part}`,
      );
      before = chosen;
    }
  });

  it('serves the candidate to a whole segment, in an arm of its own, on every stage', () => {
    for (const share of [0, 5_000, 50_000, 100_000]) {
      const variantOf = engineFor(release(share, { segments: [['internal', wholeTraffic]] }));
      const staff = units.slice(0, 500).map((unit) => variantOf({ conversation_id: unit, team: 'internal' }));
      assert.deepEqual(new Set(staff), new Set([`${candidate}-segment`]));
      assert.ok(
        !units.slice(0, 500).some((unit) => variantOf({ conversation_id: unit, team: 'sales' })?.endsWith('segment')),
      );
    }
  });

  it('gives a segment never less than the traffic at large, and keeps the same units in both', () => {
    const small = engineFor(release(10_000, { segments: [['internal', 30_000]] }));
    const large = engineFor(release(60_000, { segments: [['internal', 30_000]] }));
    for (const unit of units.slice(0, 3_000)) {
      const staff = { conversation_id: unit, team: 'internal' };
      if (small({ conversation_id: unit }) === `${candidate}-candidate`)
        assert.equal(small(staff), `${candidate}-segment`);
      if (small(staff) === `${candidate}-segment`) assert.equal(large(staff), `${candidate}-segment`);
      assert.equal(
        large(staff) === `${candidate}-segment`,
        large({ conversation_id: unit }) === `${candidate}-candidate`,
      );
    }
  });

  it('serves the baseline to whoever has no unit', () => {
    for (const share of [0, 5_000, 99_999, 100_000]) {
      const variantOf = engineFor(release(share, { segments: [['internal', wholeTraffic]] }));
      for (const context of [{}, { conversation_id: '' }, { team: 'internal' }]) {
        assert.equal(variantOf(context), `${baseline}-baseline`);
      }
    }
  });

  it('matches several attributes and several values, by type', () => {
    const only = { team: ['internal', 'beta'], tier: [2] };
    const variantOf = engineFor(
      releaseOf({
        baseline,
        candidate: { version: candidate, share: 0, segments: [{ only, share: wholeTraffic }], unit: 'id', salt: 's' },
      }),
    );
    assert.equal(variantOf({ id: 'a', team: 'beta', tier: 2 }), `${candidate}-segment`);
    assert.equal(variantOf({ id: 'a', team: 'beta', tier: '2' }), `${baseline}-baseline`);
    assert.equal(variantOf({ id: 'a', team: 'beta' }), `${baseline}-baseline`);
    assert.equal(variantOf({ id: 'a', team: 'sales', tier: 2 }), `${baseline}-baseline`);
  });

  it('has no rule without a candidate', () => {
    const definition = flagDefinition(releaseOf({ baseline }));
    assert.equal('targeting' in definition, false);
    assert.deepEqual(Object.keys(editable(releaseOf({ baseline })).variants), [`${baseline}-baseline`]);
    assert.equal(engineFor(releaseOf({ baseline }))({ conversation_id: 'a' }), `${baseline}-baseline`);
  });

  it('reads back as the split that was written, whatever the split, and flagd takes it', async () => {
    const flat = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const segment = fc.record({
      only: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.array(flat, { minLength: 1, maxLength: 3 }), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
      share: fc.integer({ min: 0, max: wholeTraffic }),
    });
    const splits = fc.record({
      share: fc.oneof(fc.constantFrom(0, wholeTraffic), fc.integer({ min: 0, max: wholeTraffic })),
      segments: fc.array(segment, { maxLength: 3 }),
      unit: fc.constantFrom('conversation_id', 'user.id', 'targetingKey'),
      salt: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(splits, async (made) => {
        const segments = made.segments.map(({ only, share }) => ({ only, share: Math.max(share, made.share) }));
        const split: Split = { baseline, candidate: { ...made, segments, version: candidate } };
        const what = releaseOf(split);
        const definition = flagDefinition(what);
        const read = readDefinition(JSON.parse(JSON.stringify(definition)));
        assert.deepEqual(read, { split, contents: what.contents, origin: what.origin });
        await flagdAccepts(JSON.stringify({ flags: { f: definition } }), 'f', definition, split, 'the file');
      }),
      { numRuns: 60 },
    );
  });

  it('says in words what another hand has changed', () => {
    const changed = (change: (flag: EditableFlag) => unknown): string | undefined => {
      const flag = editable(release(5_000, { segments: [['internal', 100_000]] }));
      change(flag);
      return readDefinition(flag).foreign;
    };
    assert.equal(
      changed(() => undefined),
      undefined,
    );
    assert.match(changed((flag) => (flag.state = 'DISABLED')) ?? '', /disabled/);
    assert.match(changed((flag) => (flag.variants = { on: {}, off: {} })) ?? '', /another set of variants: on, off/);
    assert.match(changed((flag) => (flag.variants.extra = {})) ?? '', /another set of variants/);
    assert.match(changed((flag) => (flag.defaultVariant = `${candidate}-candidate`)) ?? '', /default variant/);
    assert.match(
      changed((flag) => Object.assign(flag.variants[`${baseline}-segment`]!, { source: 'x' })) ?? '',
      /the content of version 9f2c1a7 was changed by hand/,
    );
    assert.match(changed((flag) => delete flag.metadata) ?? '', /metadata/);
    assert.match(changed((flag) => (flag.description = 'x')) ?? '', /changed by hand/);
    const rule = /the targeting rule is not one that Prompt Rollout wrote/;
    assert.match(changed((flag) => delete flag.targeting) ?? '', /changed by hand/);
    assert.match(changed((flag) => (flag.targeting = { if: [true, 'x'] })) ?? '', rule);
    assert.match(changed((flag) => (fractional(flag)[1] = [`${candidate}-candidate`, 6_000])) ?? '', rule);
    assert.match(changed((flag) => (fractional(flag)[0] = { var: 'conversation_id' })) ?? '', rule);
    assert.match(changed((flag) => (flag.targeting!.if[2] = { '==': [{ var: 'team' }, 'internal'] })) ?? '', rule);
  });

  it('understands a split that another hand made by our rule, for the caller to compare', () => {
    const flag = editable(release(5_000));
    fractional(flag).splice(1, 2, [`${candidate}-candidate`, 6_000], [`${baseline}-baseline`, 94_000]);
    assert.equal(readDefinition(flag).split?.candidate?.share, 6_000);
  });

  it('never throws, whatever stands there', () => {
    const rule = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(`${baseline}-baseline`, `${candidate}-candidate`, null, 5, { var: 'team' }),
        fc.array(tie('any'), { maxLength: 5 }),
        fc.dictionary(
          fc.constantFrom('if', '!', 'fractional', 'cat', '===', 'in', 'and', 'var', '__proto__'),
          tie('any'),
        ),
      ),
    })).any;
    fc.assert(
      fc.property(rule, (targeting) => {
        const read = readDefinition({ ...flagDefinition(release(5_000)), targeting });
        assert.equal(read.split === undefined, read.foreign !== undefined);
      }),
    );
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => void readDefinition(isObject(value) ? { state: 'ENABLED', ...value } : value),
      ),
    );
  });
});
