import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mutatedYaml } from '../../mutatedYaml.js';
import { parseStrategy } from '../../../../src/rollout/strategy/parseStrategy.js';
import { marks, mended, places } from '../../diagnosticText.js';
import { fullStrategy, withMetric, withRoot, withStages } from './strategyText.js';

const minute = 60_000;
const hour = 60 * minute;

describe('parseStrategy', () => {
  it('reads every key', () => {
    const { strategy, diagnostics } = parseStrategy(fullStrategy);
    assert.deepEqual(diagnostics, []);
    assert.ok(strategy);
    const { metrics, stages, ...rest } = strategy;
    assert.deepEqual(rest, {
      prompt: 'support-reply.prompt.yml',
      owners: ['support-ai@example.org'],
      flag: 'support-reply',
      unit: 'conversation_id',
      risk: { rollback: 0.05, promote: 0.05 },
      offline: { cases: 'support-reply.cases.yaml', maxRegressions: 0, coverage: 0.9 },
      block: 15 * minute,
      then: { harm: 'rollback', mismatch: 'hold', silence: 'hold', undecided: 'hold' },
      stale: 30 * minute,
      deadline: 7 * 24 * hour,
    });
    const [toolErrors, , escalations, slow, cost, quality, resolved] = metrics;
    assert.deepEqual(toolErrors, {
      name: 'tool_errors',
      role: 'guardrail',
      is: 'rate',
      outcome: { field: 'tool_error', when: 'bad' },
      margin: { absolute: 0.01 },
      expect: 0.04,
      limit: 0.15,
      segments: ['locale', 'tier'],
      settle: 0,
    });
    assert.equal(escalations?.settle, 30 * minute);
    assert.deepEqual(slow?.is === 'rate' && slow.over, { field: 'duration_s', threshold: 5.12 });
    assert.deepEqual(cost, {
      name: 'cost',
      role: 'guardrail',
      is: 'mean',
      of: 'cost_usd',
      cap: 0.5,
      worse: 'higher',
      margin: { relative: 0.1 },
      expect: 0.02,
      segments: [],
      settle: 0,
    });
    assert.deepEqual(quality?.is === 'mean' && [quality.range, quality.worse], [[1, 5], 'lower']);
    assert.deepEqual([resolved?.role, resolved?.goal, resolved?.margin], ['success', { absolute: 0.02 }, undefined]);
    assert.deepEqual(stages[0], {
      name: 'staff',
      share: 100_000,
      only: { team: ['internal'] },
      bake: 2 * hour,
      samples: 50,
      needs: 'clear',
      approvals: 0,
    });
    assert.deepEqual(
      stages.map(({ share, needs, approvals }) => [share, needs, approvals]),
      [
        [100_000, 'clear', 0],
        [5_000, 'clear', 0],
        [25_000, 'clear', 0],
        [50_000, 'proof', 1],
        [100_000, 'clear', 0],
      ],
    );
  });

  it('reads what the offline evaluation must reach', () => {
    const { strategy, diagnostics } = parseStrategy(
      fullStrategy.replace('coverage: 90%', 'coverage: 90%\n  min_score: 80%\n  max_drop: 5%'),
    );
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(strategy?.offline, {
      cases: 'support-reply.cases.yaml',
      maxRegressions: 0,
      coverage: 0.9,
      minScore: 0.8,
      maxDrop: 0.05,
    });
  });

  it('fills in the defaults, and needs no metrics', () => {
    const { strategy, diagnostics } = parseStrategy(
      'prompt: a.md\nunit: user\nstages: [{ name: all, traffic: 100% }]\n',
    );
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(strategy, {
      prompt: 'a.md',
      owners: [],
      unit: 'user',
      risk: { rollback: 0.05, promote: 0.05 },
      block: 15 * minute,
      metrics: [],
      stages: [{ name: 'all', share: 100_000, bake: 0, samples: 0, needs: 'clear', approvals: 0 }],
      then: { harm: 'rollback', mismatch: 'hold', silence: 'hold', undecided: 'hold' },
      stale: 30 * minute,
      deadline: 7 * 24 * hour,
    });
  });

  it('reads outcomes by a field that is only there when something happened', () => {
    const withBad = (how: string): ReturnType<typeof parseStrategy> =>
      parseStrategy(
        withStages(
          '  - { name: all, traffic: 100% }\n',
          `m: { is: rate, bad: { error.type: ${how} }, margin: 1pp, expect: 4% }`,
        ),
      );
    const { strategy, diagnostics } = withBad('{ present: true }');
    assert.deepEqual(diagnostics, []);
    const [metric] = strategy!.metrics;
    assert.deepEqual(metric?.is === 'rate' && metric.outcome, { field: 'error.type', present: true, when: 'bad' });
    for (const wrong of ['{ present: false }', '{ absent: true }', '{}']) {
      assert.ok(withBad(wrong).diagnostics.length > 0, wrong);
    }
  });

  it('reads outcomes and segments by values', () => {
    const text = withStages(
      '  - { name: a, traffic: 0.001%, only: { team: [internal, 7], beta: true } }\n  - { name: all, traffic: 100% }\n',
      'm: { is: rate, good: { finish_reason: [stop, null] }, margin: 10%, expect: 90% }',
    );
    const { strategy, diagnostics } = parseStrategy(text);
    assert.deepEqual(diagnostics, []);
    const [metric] = strategy!.metrics;
    assert.deepEqual(metric?.is === 'rate' && metric.outcome, {
      field: 'finish_reason',
      values: ['stop', null],
      when: 'good',
    });
    assert.deepEqual(
      [strategy!.stages[0]?.only, strategy!.stages[0]?.share],
      [{ team: ['internal', 7], beta: [true] }, 1],
    );
  });

  describe('puts each mistake at its place', () => {
    // What is expected to be underlined stands between « and »; then the codes, with the text that would mend it.
    const cases: readonly (readonly [what: string, marked: string, ...expected: string[]])[] = [
      ['an empty file', '«»', 'no-value'],
      ['a list', '«- a»', 'wrong-type'],
      ['a missing key', '«prompt»: a.md\nstages: [{ name: all, traffic: 100% }]\n', 'missing-key'],
      [
        'mistyped keys, which are not missing as well',
        '«promt»: a.md\n«units»: user\n«stage»: [{ nmae: all, trafic: 100% }]\n',
        'unknown-key → prompt',
        'unknown-key → unit',
        'unknown-key → stages',
      ],
      ['a key with a dash', withRoot('offline: { «max-regressions»: 1 }'), 'unknown-key → max_regressions'],
      ['a key like none', withStages('  - { name: a, traffic: 100%, «colour»: red }\n'), 'unknown-key'],
      ['duplicate metrics', withMetric('{}\n  «m»: {}'), 'yaml-duplicate-key'],
      [
        'duplicate stages',
        withStages('  - { name: a, traffic: 5% }\n  - { name: «a», traffic: 100% }\n'),
        'duplicate-name',
      ],
      ['a share over 100%', withStages('  - { name: a, traffic: «120%» }\n'), 'unit'],
      ['a share of nothing', withStages('  - { name: a, traffic: «0%» }\n'), 'unit'],
      ['a share too fine', withStages('  - { name: a, traffic: «33.33333%» }\n'), 'unit'],
      ['a share without unit', withStages('  - { name: a, traffic: «5» }\n'), 'unit → 5%'],
      ['a fraction as share', withStages('  - { name: a, traffic: «0.25» }\n'), 'unit → 25%'],
      ['a share in points', withStages('  - { name: a, traffic: «5pp» }\n'), 'unit → 5%'],
      [
        'a shrinking share',
        withStages('  - name: a\n    traffic: 50%\n  - name: b\n    traffic: «25%»\n  - name: c\n    traffic: 100%\n'),
        'share-shrinks',
      ],
      [
        'a share that shrinks for the same segment only',
        withStages(
          '  - { name: a, traffic: 50%, only: { team: x } }\n  - { name: b, traffic: 5% }\n' +
            '  - { name: c, traffic: «25%», only: { team: x } }\n  - { name: d, traffic: 100% }\n',
        ),
        'share-shrinks',
      ],
      ['a last stage below 100%', withStages('  - { name: a, traffic: «5%» }\n'), 'last-stage'],
      ['a last stage of a segment', withStages('  - { name: a, traffic: «100%», only: { t: x } }\n'), 'last-stage'],
      ['proof at 100%', withStages('  - { name: a, traffic: 100%, needs: «proof» }\n'), 'unprovable'],
      [
        'proof on a segment before any stage by chance',
        withStages('  - { name: a, traffic: 50%, only: { t: x }, needs: «proof» }\n  - { name: b, traffic: 100% }\n'),
        'unprovable',
      ],
      [
        'goal without success metric',
        withStages('  - { name: a, traffic: 5%, needs: «goal» }\n  - { name: b, traffic: 100% }\n'),
        'unprovable',
      ],
      [
        'proof without guardrail',
        withStages(
          '  - { name: a, traffic: 5%, needs: «proof» }\n  - { name: b, traffic: 100% }\n',
          'm: { role: success, is: rate, good: x, goal: 2pp, expect: 50% }',
        ),
        'unprovable',
      ],
      ['a word near another', withStages('  - { name: a, traffic: 100%, needs: «prof» }\n'), 'unknown-value → proof'],
      ['half a sample', withStages('  - { name: a, traffic: 100%, samples: «1.5» }\n'), 'wrong-type'],
      ['fewer approvals than none', withStages('  - { name: a, traffic: 100%, approvals: «-1» }\n'), 'wrong-value'],
      ['a time without unit', withStages('  - { name: a, traffic: 100%, bake: «30» }\n'), 'unit'],
      ['a time in words', withStages('  - { name: a, traffic: 100%, bake: «2 hours» }\n'), 'unit → 2h'],
      ['a time in percent', withStages('  - { name: a, traffic: 100%, bake: «5%» }\n'), 'unit'],
      ['a nameless stage', withStages('  - { «traffic»: 100% }\n'), 'missing-key'],
      [
        'a stage without traffic',
        withStages('  - { name: a, traffic: 5% }\n  - «name»: b\n    bake: 2h\n'),
        'missing-key',
      ],
      ['an empty segment', withStages('  - { name: a, traffic: 100%, «only»: {} }\n'), 'no-value'],
      [
        'a bake beyond the deadline',
        `deadline: «1d»\n${withStages('  - { name: a, traffic: 5%, bake: 20h }\n  - { name: b, traffic: 100%, bake: 5h }\n')}`,
        'deadline-short',
      ],
      [
        'a bake beyond the default deadline',
        withStages('  - { name: a, traffic: 100%, bake: 8d }\n').replace('stages', '«stages»'),
        'deadline-short',
      ],
      ['stale before a block is over', withRoot('stale: «5m»'), 'stale-short'],
      ['a block longer than the default of stale', withRoot('block: «1h»'), 'stale-short'],
      ['a block of nothing', withRoot('block: «0s»'), 'unit'],
      ['a prompt elsewhere', withRoot('').replace('a.md', '«../a.md»'), 'outside-folder'],
      ['cases elsewhere', withRoot('offline: { cases: «/c.yaml» }'), 'outside-folder'],
      ['no chance', withRoot('risk: { rollback: «0%» }'), 'unit'],
      ['a key without value', withRoot('«flag»:'), 'no-value'],
      ['an action that is none', withRoot('then: { harm: «rolback» }'), 'unknown-value → rollback'],
      ['a metric without expect', withMetric('{ is: rate, bad: x, margin: 1pp }', '«m»'), 'missing-key'],
      [
        'a metric with a bad name',
        withMetric('{ is: rate, bad: x, margin: 1pp, expect: 4% }', '«my metric»'),
        'bad-name',
      ],
      ['a guardrail without margin', withMetric('{ is: rate, bad: x, expect: 4% }', '«m»'), 'missing-key'],
      ['a margin of nothing', withMetric('{ is: rate, bad: x, expect: 4%, margin: «0pp» }'), 'unit'],
      ['a negative margin', withMetric('{ is: mean, of: x, cap: 9, expect: 4, margin: «-1» }'), 'unit'],
      [
        'a success metric without goal',
        withMetric('{ role: success, is: rate, bad: x, expect: 4% }', '«m»'),
        'missing-key',
      ],
      [
        'a success metric with a margin',
        withMetric('{ role: success, is: rate, bad: x, expect: 4%, goal: 1pp, «margin»: 1pp }'),
        'misplaced-key',
      ],
      [
        'a goal that points the wrong way',
        withMetric('{ role: success, is: rate, bad: x, expect: 4%, goal: «+1pp» }'),
        'unit → -1pp',
      ],
      ['a rate margin without unit', withMetric('{ is: rate, bad: x, margin: «0.01», expect: 4% }'), 'unit → 1pp'],
      [
        'a rate margin that most likely means points',
        withMetric('{ is: rate, bad: x, margin: «1%», expect: 4% }'),
        'margin-unit → 1pp',
      ],
      ['a relative margin of 0%', withMetric('{ is: rate, bad: x, margin: «10%», expect: 0% }'), 'margin-of-nothing'],
      ['a margin beyond 100%', withMetric('{ is: rate, bad: x, margin: «7pp», expect: 95% }'), 'margin-outside'],
      ['a goal below 0%', withMetric('{ role: success, is: rate, bad: x, goal: «7pp», expect: 5% }'), 'margin-outside'],
      ['a mean margin in points', withMetric('{ is: mean, of: x, cap: 9, margin: «1pp», expect: 4 }'), 'unit'],
      ['a mean in percent', withMetric('{ is: mean, of: x, cap: 9, margin: 1, expect: «4%» }'), 'unit'],
      ['a mean as a time', withMetric('{ is: mean, of: x, cap: 9, margin: 1, expect: «4s» }'), 'unit → 4'],
      ['a rate as a number', withMetric('{ is: rate, bad: x, margin: 1pp, expect: «0.04» }'), 'unit → 4%'],
      ['an unbounded mean', withMetric('{ is: mean, of: x, margin: 1, expect: 4 }', '«m»'), 'missing-key'],
      ['a mean of nothing', withMetric('{ is: mean, cap: 9, margin: 1, expect: 4 }', '«m»'), 'missing-key'],
      [
        'a mean bounded twice',
        withMetric('{ is: mean, of: x, range: [0, 9], «cap»: 9, margin: 1, expect: 4 }'),
        'misplaced-key',
      ],
      ['a range upside down', withMetric('{ is: mean, of: x, range: «[5, 1]», margin: 1, expect: 4 }'), 'empty-range'],
      ['a range of one', withMetric('{ is: mean, of: x, range: «[5]», margin: 1, expect: 4 }'), 'wrong-value'],
      [
        'expect outside of range',
        withMetric('{ is: mean, of: x, range: [1, 5], margin: 1, expect: «6» }'),
        'expect-outside',
      ],
      [
        'a limit that is broken at once',
        withMetric('{ is: rate, bad: x, margin: 1pp, expect: 4%, limit: «3%» }'),
        'limit-tight',
      ],
      [
        'a limit on the wrong side',
        withMetric('{ is: rate, good: x, margin: 1pp, expect: 90%, limit: «95%» }'),
        'limit-tight',
      ],
      [
        'a limit never broken',
        withMetric('{ is: mean, of: x, cap: 9, margin: 1, expect: 4, limit: «10» }'),
        'limit-outside',
      ],
      ['a rate of nothing', withMetric('{ is: rate, margin: 1pp, expect: 4% }', '«m»'), 'missing-key'],
      [
        'a rate both bad and good',
        withMetric('{ is: rate, bad: x, «good»: y, margin: 1pp, expect: 4% }'),
        'misplaced-key',
      ],
      [
        'a rate of a field over nothing',
        withMetric('{ is: rate, of: x, margin: 1pp, expect: 4% }', '«m»'),
        'missing-key',
      ],
      ['a rate over nothing', withMetric('{ is: rate, over: 5s, margin: 1pp, expect: 4% }', '«m»'), 'missing-key'],
      ['a rate both bad and of', withMetric('{ is: rate, bad: x, «of»: y, margin: 1pp, expect: 4% }'), 'misplaced-key'],
      [
        'a mean with a key of rates',
        withMetric('{ is: mean, of: x, «bad»: y, cap: 9, margin: 1, expect: 4 }'),
        'misplaced-key',
      ],
      [
        'a rate with a key of means',
        withMetric('{ is: rate, bad: y, «cap»: 9, margin: 1pp, expect: 4% }'),
        'misplaced-key',
      ],
      [
        'an outcome of two fields',
        withMetric('{ is: rate, bad: «{ x: [1], y: [2] }», margin: 1pp, expect: 4% }'),
        'wrong-value',
      ],
      [
        'seconds for milliseconds',
        withMetric('{ is: rate, of: latency_ms, over: «2s», margin: 1pp, expect: 4% }'),
        'unit → 2000',
      ],
      ['not a number', withMetric('{ is: mean, of: x, cap: «.nan», margin: 1, expect: 4 }'), 'wrong-type'],
      [
        'a segment twice',
        withMetric('{ is: rate, bad: x, margin: 1pp, expect: 4%, segments: [a, b, «a»] }'),
        'duplicate',
      ],
    ];
    for (const [what, marked, ...expected] of cases) {
      it(what, () => {
        const text = marked.replaceAll(/[«»]/g, '');
        const { strategy, diagnostics } = parseStrategy(text);
        assert.deepEqual(
          places(text, diagnostics),
          marks(marked).map((mark, index) => `${mark} ${expected[index]}`),
        );
        assert.equal(diagnostics.length, expected.length);
        assert.equal(
          strategy === undefined,
          diagnostics.some(({ severity }) => severity === 'error'),
        );
        for (const { message } of diagnostics.filter(({ code }) => !code.startsWith('yaml-'))) {
          assert.match(message, /^.{15,}[.?]$/, message);
        }
      });
    }
  });

  it('is valid once its suggestions are taken', () => {
    const text = fullStrategy
      .replace('owners:', 'ownrs:')
      .replace('margin: 1pp', 'margin: 0.01')
      .replace('traffic: 25%', 'traffic: 0.25')
      .replace('needs: proof', 'needs: prof')
      .replace('goal: +2pp', 'goal: -2pp')
      .replace('bake: 48h', 'bake: 48 hours');
    const { strategy, diagnostics } = parseStrategy(text);
    assert.equal(strategy, undefined);
    for (const { message, replacement } of diagnostics) assert.ok(replacement !== undefined && message.length > 0);
    const again = mended(text, diagnostics);
    assert.deepEqual(parseStrategy(again).diagnostics, []);
    assert.deepEqual(parseStrategy(again).strategy, parseStrategy(fullStrategy).strategy);
  });

  it('names the suggestion in the message', () => {
    const text = withStages('  - { name: a, traffik: 5%, needs: prof, bake: 500ms }\n');
    for (const { message, replacement } of parseStrategy(text).diagnostics) {
      if (replacement !== undefined) assert.ok(message.includes(replacement), message);
    }
  });

  it('keeps positions with CRLF and a byte order mark', () => {
    const text = `\ufeff${withStages('  - { name: a, traffic: 120% }\n')}`.replaceAll('\n', '\r\n');
    assert.deepEqual(places(text, parseStrategy(text).diagnostics), ['6:25 "120%" unit']);
  });

  it('never throws, and stays inside the text', () => {
    const holds = (text: string) => {
      const { strategy, diagnostics } = parseStrategy(text);
      assert.equal(
        strategy === undefined,
        diagnostics.some(({ severity }) => severity === 'error'),
      );
      for (const { range } of diagnostics)
        assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds), { numRuns: 100 });
    fc.assert(fc.property(mutatedYaml(fullStrategy), holds), { numRuns: 150 });
  }).timeout(10_000);

  it('judges any value at any key', () => {
    const keys = [
      'prompt',
      'owners',
      'flag',
      'unit',
      'risk',
      'offline',
      'block',
      'metrics',
      'stages',
      'then',
      'stale',
      'deadline',
    ];
    const key = fc.constantFrom(
      ...keys,
      'name',
      'traffic',
      'only',
      'is',
      'bad',
      'of',
      'over',
      'range',
      'margin',
      'expect',
      'a/b',
      'a~1b',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>('rate', 'mean', '5%', '1pp', '2h', 0, 1, -1, 0.5, true, null, '', 'x'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (raw) => {
        const text = JSON.stringify(raw);
        for (const { range } of parseStrategy(text).diagnostics) assert.ok(range.end <= text.length);
      }),
      { numRuns: 150 },
    );
  }).timeout(10_000);
});
