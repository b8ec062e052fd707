import assert from 'node:assert/strict';
import { binomial, random } from '../../../bench/gates/random.js';
import { armTotals, type Block, type BlocksByArm, type Sums } from '../../../../src/evidence/blocks.js';
import type { Evidence } from '../../../../src/evidence/evidence.js';
import { judged } from '../../../../src/evidence/statistics/judged.js';
import { countedBefore, countedFor } from '../../../../src/rollout/countedFor.js';
import { isEffect, type EventBody, type LogEvent, type Via } from '../../../../src/rollout/events.js';
import { logLine, readPromptLog, type PromptLog } from '../../../../src/rollout/log/logFile.js';
import type { ReportInput } from '../../../../src/rollout/report/reportInput.js';
import { sharesAt } from '../../../../src/rollout/split.js';
import type { PromptState, Rollout } from '../../../../src/rollout/state.js';
import { ana, ben, evidence, prompt, v1, v2 } from '../rolloutFixture.js';

export const began = Date.parse('2026-11-22T10:00:00Z');
export const minute = 60_000;

export const strategyText = `prompt: support-reply.prompt.yml
owners: [support-ai@example.org]
unit: conversation_id
block: 15m
metrics:
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4%, limit: 15%, segments: [locale] }
  quality:     { is: mean, of: judge_score, range: [1, 5], worse: lower, margin: 0.1, expect: 4.1 }
  resolved:    { role: success, is: rate, good: resolved, goal: +2pp, expect: 71% }
stages:
  - { name: staff,   traffic: 100%, only: { team: internal }, bake: 2h, samples: 50 }
  - { name: canary,  traffic: 5%,   bake: 6h, samples: 200 }
  - { name: quarter, traffic: 25%,  bake: 12h, samples: 1500 }
  - { name: half,    traffic: 50%,  bake: 12h, samples: 3000, needs: proof, approvals: 1 }
`;

export const unmeasured = `prompt: support-reply.prompt.yml
unit: conversation_id
stages:
  - { name: some, traffic: 10%, bake: 2h }
  - { name: all, traffic: 100%, bake: 2h }
`;

/** What somebody did, so many minutes after the start. */
export interface Step {
  readonly minutes: number;
  readonly who?: 'Ana' | 'Ben' | 'rule';
  readonly did: EventBody;
  /** The backend did not take it. */
  readonly fails?: true;
}

export const start = (strategy = strategyText, attempt = 1): EventBody => ({
  event: 'start',
  baseline: v1,
  candidate: v2,
  path: 'prompts/support-reply.prompt.yml',
  flag: 'support-reply',
  attempt,
  strategyPath: 'prompts/support-reply.rollout.yaml',
  strategy,
  reason: undefined,
  offline: undefined,
});

/** A log of one rollout, as it is written: with an answer to each effect. */
export function logOf(steps: readonly Step[]): PromptLog & { readonly state: PromptState } {
  const adopt: EventBody = {
    event: 'adopt',
    version: v1,
    path: 'a.prompt.yml',
    flag: 'support-reply',
    origin: 'served',
  };
  const lines: string[] = [];
  const write = (minutes: number, who: Step['who'], body: EventBody): void => {
    const via: Via = who === 'rule' ? 'rule' : 'editor';
    const actor = who === 'Ben' ? ben : ana;
    const time = new Date(began + minutes * minute).toISOString();
    const event: LogEvent = { ...body, seq: lines.length + 1, time, actor, via };
    lines.push(logLine(event));
    if (!isEffect(event)) return;
    const fails = steps.find(({ did }) => did === body)?.fails;
    const answer: EventBody = fails
      ? { event: 'fail', of: event.seq, reason: 'the flag file was changed' }
      : { event: 'confirm', of: event.seq, revision: 'r' };
    lines.push(logLine({ ...answer, seq: lines.length + 1, time, actor, via }));
  };
  write(-1, 'Ana', adopt);
  for (const { minutes, who = 'Ana', did } of steps) write(minutes, who, did);
  const path = `${prompt.id}/r1.jsonl`;
  const log = readPromptLog([{ path, rollout: 'r1', text: lines.join('') }]);
  const { state } = log;
  assert.ok(state.is !== 'damaged', JSON.stringify(state));
  return { ...log, state };
}

/** How the units of each arm fare. */
export interface Traffic {
  /** Units a block. */
  readonly units: number;
  readonly errors: (arm: 'baseline' | 'candidate', at: number, locale: string) => number;
  readonly quality: (arm: 'baseline' | 'candidate') => number;
  readonly resolved: (arm: 'baseline' | 'candidate') => number;
  readonly locales: readonly string[];
}

export const calm: Traffic = {
  units: 400,
  errors: () => 0.04,
  quality: () => 4.1,
  resolved: (arm) => (arm === 'candidate' ? 0.74 : 0.71),
  locales: ['de', 'en', 'fr'],
};

/** A report's input from a log and simulated traffic up to a moment, judged as in life. */
export function inputOf(log: PromptLog, at: number, traffic: Partial<Traffic> | 'none' = {}): ReportInput {
  assert.ok(log.state.is !== 'damaged');
  const rollout = log.state.live ?? log.state.ended.at(-1);
  assert.ok(rollout);
  const seen = traffic === 'none' ? evidence() : simulated(rollout, at, { ...calm, ...traffic });
  return {
    prompt,
    environment: 'production',
    rollout,
    earlier: log.state.ended.filter((other) => other !== rollout),
    events: log.events,
    at,
    evidence: seen,
    ...(rollout.strategy.metrics.length > 0 && { judged: judged(countedFor(rollout, seen, at)) }),
    judgedBefore: countedBefore(rollout, seen).map(judged),
    nameOf: (version) => (version === v1 ? 'v8' : 'v9'),
  };
}

function simulated(rollout: Rollout, at: number, traffic: Traffic): Evidence {
  const { strategy, steps } = rollout;
  const { block } = strategy;
  const luck = random(11);
  const byLocale = new Map(
    traffic.locales.map((value) => [value, { baseline: [] as Block[], candidate: [] as Block[] }]),
  );
  const whole: { -readonly [Arm in keyof BlocksByArm]: Block[] } = { baseline: [], candidate: [], segment: [] };
  for (let index = Math.ceil(rollout.startedAt / block); index * block < at; index += 1) {
    const step = steps.findLast(({ since }) => since <= index * block) ?? steps[0];
    const share = sharesAt(strategy, step?.stage ?? 0).share / 100_000;
    for (const arm of ['baseline', 'candidate'] as const) {
      const units = Math.round(traffic.units * (arm === 'candidate' ? share : 1 - share));
      if (units < 1) continue;
      const rate = (n: number, chance: number): Sums => {
        const sum = binomial(n, chance, luck);
        return { n, sum, sumOfSquares: sum };
      };
      const of = (n: number, locale: string): Block => {
        const better = binomial(n, (traffic.quality(arm) - 3) / 2, luck);
        return {
          index,
          units: n,
          metrics: {
            tool_errors: rate(n, traffic.errors(arm, index * block, locale)),
            quality: { n, sum: 3 * n + 2 * better, sumOfSquares: 9 * n + 16 * better },
            resolved: rate(n, traffic.resolved(arm)),
          },
        };
      };
      const parts = traffic.locales.map(
        (locale) => [locale, of(Math.ceil(units / traffic.locales.length), locale)] as const,
      );
      for (const [locale, part] of parts) byLocale.get(locale)?.[arm].push(part);
      whole[arm].push(together(parts.map(([, part]) => part)));
    }
    if (strategy.stages[0]?.only)
      whole.segment.push({ index, units: 4, metrics: { tool_errors: { n: 4, sum: 0, sumOfSquares: 0 } } });
  }
  return evidence({
    newest: at - 1000,
    blocks: whole,
    arms: armTotals(whole),
    segments: [...byLocale].map(([value, blocks]) => ({ attribute: 'locale', value, blocks })),
    stageUnits: 50,
  });
}

function together(parts: readonly Block[]): Block {
  const [first, ...others] = parts;
  assert.ok(first);
  return others.reduce<Block>(
    (sum, { units, metrics }) => ({
      index: sum.index,
      units: sum.units + units,
      metrics: Object.fromEntries(
        Object.entries(sum.metrics).map(([name, own]) => {
          const more = metrics[name] ?? { n: 0, sum: 0, sumOfSquares: 0 };
          return [
            name,
            { n: own.n + more.n, sum: own.sum + more.sum, sumOfSquares: own.sumOfSquares + more.sumOfSquares },
          ];
        }),
      ),
    }),
    first,
  );
}

export const advance = (stage: number): EventBody => ({ event: 'advance', stage });
export const approve = (stage: number): EventBody => ({ event: 'approve', stage, candidate: v2, strategy: 's' });
export const rollback: EventBody = {
  event: 'rollback',
  cause: 'harm',
  detail: 'tool_errors got worse by more than 1 point where locale is de',
};

/** Started, advanced twice, approved, held for silence for a while. */
export const usual: readonly Step[] = [
  { minutes: 0, did: start() },
  { minutes: 130, did: advance(1) },
  {
    minutes: 400,
    who: 'rule',
    did: { event: 'hold', cause: 'silence', detail: 'no fresh data for 31m (stale after 30m)' },
  },
  { minutes: 420, who: 'rule', did: { event: 'data-returned' } },
  { minutes: 600, did: { event: 'pause' } },
  { minutes: 640, who: 'Ben', did: { event: 'resume', reason: 'the dashboard was wrong, not the prompt' } },
  { minutes: 641, did: advance(2) },
  { minutes: 1500, did: advance(3) },
  { minutes: 1620, who: 'Ben', did: approve(3) },
];
