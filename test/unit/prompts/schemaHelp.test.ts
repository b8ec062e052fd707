import assert from 'node:assert/strict';
import fc from 'fast-check';
import schema from '../../../schemas/rollout.schema.json' with { type: 'json' };
import { completionsAt, hoverAt } from '../../../src/prompts/schemaHelp.js';
import { fullStrategy } from '../rollout/strategy/strategyText.js';

/** What is offered at the `|` of a text. */
function offered(marked: string): string[] {
  const offset = marked.indexOf('|');
  return completionsAt(schema, marked.replace('|', ''), offset).map(({ label }) => label);
}

/** The text after the completion called `label` was taken at the `|`. */
function taken(marked: string, label: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = completionsAt(schema, text, offset).find((item) => item.label === label);
  return completion && text.slice(0, completion.range.start) + completion.insert + text.slice(completion.range.end);
}

const stageKeys = ['name', 'traffic', 'only', 'bake', 'samples', 'needs', 'approvals'];

describe('completionsAt', () => {
  it('offers the keys that are not there yet', () => {
    assert.deepEqual(offered('|'), Object.keys(schema.properties));
    assert.deepEqual(
      offered('prompt: a\nun|\nstages:\n  - x'),
      Object.keys(schema.properties).filter((key) => !/^(prompt|stages)$/.test(key)),
    );
    assert.deepEqual(offered('stages:\n  - |'), stageKeys);
    assert.deepEqual(
      offered('stages:\n  - name: a\n    |\n    bake: 2h\n'),
      stageKeys.filter((key) => !/^(name|bake)$/.test(key)),
    );
    assert.deepEqual(offered('risk:\n  |\nunit: x'), ['rollback', 'promote']);
    assert.deepEqual(offered('metrics:\n  |'), []);
    assert.ok(offered('metrics:\n  m:\n    |').includes('expect'));
  });

  it('offers them in flow mappings that are not closed yet', () => {
    assert.deepEqual(offered('stages:\n  - { name: a, |'), stageKeys.slice(1));
    assert.deepEqual(offered('stages:\n  - { name: a, tr|\n  - { name: b }\n'), stageKeys.slice(1));
    assert.ok(offered('metrics:\n  m: { is: rate, |\nstages:\n').includes('margin'));
  });

  it('offers values', () => {
    assert.deepEqual(offered('then:\n  harm: |\n'), ['rollback', 'hold']);
    assert.deepEqual(offered('then: { harm: r| }'), ['rollback', 'hold']);
    assert.deepEqual(offered('stages:\n  - { name: a, needs: | }'), ['clear', 'proof', 'goal']);
    assert.deepEqual(offered('stages:\n  - name: a\n    traffic: |\n  - name: b\n'), ['5%', '25%', '50%', '100%']);
    assert.deepEqual(offered('then: { harm: "|" }'), ['rollback', 'hold']);
    assert.deepEqual(offered('then:\n  harm:\n    |\n'), ['rollback', 'hold']);
  });

  it('offers nothing where nothing fits', () => {
    for (const marked of ['# pro|', 'flag: a b |', 'only: |', 'x:\n  y: |', 'owners:\n  - |'])
      assert.deepEqual(offered(marked), [], marked);
  });

  it('puts in what is needed and no more', () => {
    assert.equal(taken('un|', 'unit'), 'unit: ');
    assert.equal(taken('sta|', 'stages'), 'stages:');
    assert.equal(taken('me|t: x', 'metrics'), 'metrics: x');
    assert.equal(taken('then:\n  harm:|\n', 'hold'), 'then:\n  harm: hold\n');
    assert.equal(taken('stages: [{ name: a, on| }]', 'only'), 'stages: [{ name: a, only:  }]');
    assert.equal(taken('stages: [{ traffic: 2|5% }]', '50%'), 'stages: [{ traffic: 50% }]');
  });

  it('describes what it offers', () => {
    for (const { documentation } of completionsAt(schema, '', 0)) assert.ok(documentation.length > 10);
  });
});

describe('hoverAt', () => {
  const hover = (marked: string) => {
    const text = marked.replace('|', '');
    const found = hoverAt(schema, text, marked.indexOf('|'));
    return found && ([text.slice(found.range.start, found.range.end), found.text] as const);
  };

  it('says what a key and its value mean', () => {
    const [word, text] = hover('stages:\n  - { name: a, tra|ffic: 5% }')!;
    assert.equal(word, 'traffic');
    assert.match(text, /^\*\*traffic\*\*\n\nShare of the traffic .*For example `5%`/s);
    assert.deepEqual(hover('stages:\n  - { name: a, traffic: 5|% }'), ['5%', text]);
    assert.match(hover('then:\n  ha|rm: hold')![1], /One of `rollback`, `hold`\.\n\nDefault: `rollback`/);
    assert.match(hover('metrics:\n  m: { b|ad: x }')![1], /Of a rate/);
  });

  it('says nothing where there is nothing', () => {
    for (const marked of ['# unit|', 'nokey|: 1', '|\nunit: x', 'unit: x\n|'])
      assert.equal(hover(marked), undefined, marked);
  });
});

describe('help while typing', () => {
  it('never throws, and stays inside the text, wherever one is in whatever is half typed', () => {
    const piece = fc.constantFrom(
      '',
      '-',
      '{',
      '}',
      '[',
      ']',
      ':',
      '\n',
      '"',
      "'",
      '*a',
      '&a ',
      '\t',
      '|',
      '>',
      '!!',
      '---\n',
      '\ue000',
    );
    fc.assert(
      fc.property(
        fc.nat(fullStrategy.length),
        fc.nat(400),
        piece,
        fc.nat(fullStrategy.length),
        (at, cut, put, offset) => {
          const text = fullStrategy.slice(0, at) + put + fullStrategy.slice(at + cut);
          const place = Math.min(offset, text.length);
          for (const { range } of completionsAt(schema, text, place)) {
            assert.ok(0 <= range.start && range.start <= place && place <= range.end && range.end <= text.length);
          }
          const found = hoverAt(schema, text, place);
          if (found)
            assert.ok(found.range.start <= place && place <= found.range.end && found.range.end <= text.length);
        },
      ),
      { numRuns: 80 },
    );
  }).timeout(10_000);

  it('gives up on what is nested without end', () => {
    const deep = `unit: ${'['.repeat(50_000)}`;
    assert.deepEqual(completionsAt(schema, deep, deep.length), []);
    assert.equal(hoverAt(schema, deep, 2), undefined);
  });
});
