import assert from 'node:assert/strict';
import { reportDocument } from '../../../../src/rollout/report/reportDocument.js';
import { reportOf } from '../../../../src/rollout/report/report.js';
import { overrideSentences } from '../../../../src/rollout/report/reportSentences.js';
import * as fixture from './reportFixture.js';

const { began, minute, logOf, inputOf, usual, start, advance, rollback } = fixture;
const at = (minutes: number): number => began + minutes * minute;
const harmful = (arm: string, _: number, locale: string): number =>
  arm === 'candidate' && locale === 'de' ? 0.16 : 0.04;
const upToQuarter = usual.slice(0, 7);
const harmHold = { event: 'hold', cause: 'harm', detail: 'tool_errors got worse by more than 1 point' } as const;
const override = { event: 'override', stage: 2, skipped: ['harm'], reason: 'the tool was down' } as const;

describe('the report of a rollout', () => {
  it('tells how it stands, and who did what, on one axis', () => {
    const report = reportOf(inputOf(logOf(usual), at(1700)));
    assert.deepEqual(report.standing, { words: 'running on half (50 %)', tone: 'running' });
    assert.deepEqual([report.from, report.to, report.isLive], [began, at(1700), true]);
    assert.deepEqual(report.marks.map(({ number, who, words }) => `${number} ${who} ${words}`).slice(2, 5), [
      '3 Ana advanced to canary (5 %)',
      '4 rule held (silence): no fresh data for 31m (stale after 30m)',
      '5 rule running again: data is back',
    ]);
    assert.deepEqual(
      report.stages.map(({ name, is, from, to }) => [name, is, from, to]),
      [
        ['staff', 'done', began, at(130)],
        ['canary', 'done', at(130), at(641)],
        ['quarter', 'done', at(641), at(1500)],
        ['half', 'now', at(1500), at(1700)],
      ],
    );
  });

  it('has the share of the traffic at large, and of the segments that keep the candidate', () => {
    const { shares } = reportOf(inputOf(logOf(upToQuarter), at(900)));
    assert.deepEqual(
      shares.map(({ segment, points }) => [segment, points.map((point) => [(point.at - began) / minute, point.value])]),
      [
        [
          undefined,
          [
            [0, 0],
            [130, 0.05],
            [641, 0.25],
            [900, 0.25],
          ],
        ],
        [
          'team = internal',
          [
            [0, 1],
            [130, 1],
            [641, 1],
            [900, 1],
          ],
        ],
      ],
    );
  });

  it('ends with everybody on the baseline after a rollback, and names metric and segment', () => {
    const log = logOf([...upToQuarter, { minutes: 900, who: 'rule', did: rollback }]);
    const report = reportOf(inputOf(log, at(900), { errors: harmful }));
    assert.deepEqual([report.standing.words, report.standing.tone], ['rolled back (harm)', 'bad']);
    assert.deepEqual(
      report.shares.map(({ points }) => points.at(-1)),
      [
        { at: at(900), value: 0 },
        { at: at(900), value: 0 },
      ],
    );
    const [errors] = report.metrics;
    assert.deepEqual([errors?.verdict, errors?.isCulprit], ['harm', true]);
    assert.deepEqual(
      errors?.segments.map(({ value, isCulprit }) => [value, isCulprit]),
      [
        ['de', true],
        ['en', false],
        ['fr', false],
      ],
    );
  });

  it('goes to 100 % on completion, and back when it is reverted later', () => {
    const done = [...upToQuarter, { minutes: 900, did: advance(3) }, { minutes: 1000, did: advance(4) }];
    const completed = reportOf(inputOf(logOf(done), at(1000)));
    assert.deepEqual([completed.standing.words, completed.shares[0].points.at(-1)?.value], ['completed', 1]);
    const reverted = reportOf(
      inputOf(logOf([...done, { minutes: 1400, did: { event: 'revert', reason: 'too terse' } }]), at(1400)),
    );
    assert.deepEqual(
      reverted.shares[0].points.slice(-2).map((point) => [(point.at - began) / minute, point.value]),
      [
        [1000, 1],
        [1400, 0],
      ],
    );
    assert.equal(reverted.standing.detail, 'too terse');
  });

  it('shows evidence from nothing to enough, and that it stays so', () => {
    const report = reportOf(inputOf(logOf(upToQuarter), at(900), { errors: harmful }));
    const values = report.rollback?.map(({ value }) => value) ?? [];
    const reached = values.indexOf(1);
    assert.ok(reached > 0, String(reached));
    assert.ok(values.slice(reached).every((value) => value === 1));
    assert.ok(values.every((value) => value >= 0 && value <= 1));
    assert.equal(report.metrics[0]?.ways.find(({ name }) => name === 'harm')?.now, 100);
  });

  it('keeps an override of harm for ever, with the evidence before it and the total risk', () => {
    const log = logOf([
      ...upToQuarter,
      { minutes: 900, who: 'rule', did: harmHold },
      { minutes: 960, who: 'Ben', did: override },
    ]);
    const errors = (arm: string, time: number, locale: string): number =>
      time < at(900) ? harmful(arm, time, locale) : 0.04;
    const report = reportOf(inputOf(log, at(1500), { errors }));
    assert.deepEqual([report.risk.attempts, report.risk.rollback.toFixed(4)], [2, '0.0975']);
    const [who, risk] = overrideSentences(report);
    assert.equal(who, 'Ben overrode the gates, quarter goes on: the tool was down (2026-11-23 02:00 UTC).');
    assert.equal(
      risk,
      'Fresh evidence was judged in 2 attempts. Each may roll back wrongly with a chance of 5 % at most, one of them with 9.8 % at most.',
    );
    const before = report.rollback?.filter((point) => point.at <= at(960) && point.value > 0) ?? [];
    const after = report.rollback?.filter((point) => point.at > at(960)) ?? [];
    assert.equal(before.at(-1)?.value, 1);
    assert.ok(after.every(({ value }) => value < 1));
    assert.match(
      report.remarks.join(' '),
      /from 2026-11-22 10:00 UTC to 2026-11-23 02:00 UTC is shown, but not judged/,
    );
  });

  it('counts further attempts in the total risk, and no override that the backend did not take', () => {
    const fails = [
      ...upToQuarter,
      { minutes: 900, who: 'rule', did: harmHold },
      { minutes: 960, did: override, fails: true },
    ] as const;
    const once = reportOf(inputOf(logOf(fails), at(1000)));
    assert.deepEqual([once.risk.attempts, overrideSentences(once)], [1, []]);
    const again = reportOf(inputOf(logOf([{ minutes: 0, did: start(fixture.strategyText, 3) }]), at(10)));
    assert.deepEqual([again.risk.attempts, again.risk.rollback.toFixed(3)], [3, '0.143']);
    assert.equal(overrideSentences(again).length, 1);
  });

  it('says that nothing is measured, that there is no data yet, and that it is gone', () => {
    const unmeasured = reportOf(inputOf(logOf([{ minutes: 0, did: start(fixture.unmeasured) }]), at(10), 'none'));
    assert.match(unmeasured.remarks[0] ?? '', /^Nothing is measured/);
    const fresh = logOf([{ minutes: 0, did: start() }]);
    assert.match(reportOf(inputOf(fresh, at(3), 'none')).remarks[0] ?? '', /^There is no data yet/);
    const over = logOf([...upToQuarter, { minutes: 900, did: { event: 'abort', reason: undefined } }]);
    const gone = reportOf(inputOf(over, at(900), 'none'));
    assert.match(gone.remarks[0] ?? '', /^There is no data of this rollout any more/);
    assert.deepEqual([gone.marks.length, gone.stages.length], [9, 4]);
  });

  it('is a document that JSON can hold', () => {
    const report = reportOf(inputOf(logOf(usual), at(1700)));
    const read = JSON.parse(JSON.stringify(reportDocument(report))) as {
      readonly metrics: readonly {
        readonly name: string;
        readonly lines: readonly { readonly points: readonly unknown[] }[];
      }[];
    };
    assert.deepEqual(
      read.metrics.map(({ name }) => name),
      ['tool_errors', 'quality', 'resolved'],
    );
    assert.ok(read.metrics[0]!.lines.every(({ points }) => points.length > 0));
  });
});
