import assert from 'node:assert/strict';
import type { Evidence } from '../../../src/evidence/evidence.js';
import { judged } from '../../../src/evidence/statistics/judged.js';
import { countedFor } from '../../../src/rollout/countedFor.js';
import { decide, type Serving } from '../../../src/rollout/decide.js';
import type { Observation } from '../../../src/rollout/observe.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import type { PromptState, Rollout, RolloutEnd } from '../../../src/rollout/state.js';
import type { PromptHandle } from '../../../src/editor/projects.js';
import { ana, evidence, prompt, strategyText, v1, v2 } from '../rollout/rolloutFixture.js';

export const now = Date.parse('2026-11-22T12:00:00Z');

/** A prompt of a repository with one environment; nothing behind it can be asked. */
export function handle(name = 'support-reply', change: Partial<PromptHandle> = {}): PromptHandle {
  const path = `prompts/${name}.prompt.yml`;
  return {
    prompt: {
      id: `prompts/${name}`,
      name,
      path,
      format: 'prompt-yml',
      strategy: { path: `prompts/${name}.rollout.yaml`, text: strategyText },
    },
    uri: uriOf(`/repository/${path}`),
    project: { repository: { root: '/repository' } } as PromptHandle['project'] & object,
    environment: { name: 'production' } as PromptHandle['environment'] & object,
    ...change,
  };
}

/** As much of an address as the pure parts look at. */
function uriOf(path: string): PromptHandle['uri'] {
  const uri: unknown = { fsPath: path, path, toString: () => `file://${path}` };
  return uri as PromptHandle['uri'];
}

/** A rollout v1 → v2 that began an hour ago; its second stage (canary, 5 %) two minutes ago. */
export function rollout(change: Partial<Rollout> = {}, text = strategyText): Rollout {
  const { strategy } = parseStrategy(text);
  assert.ok(strategy);
  return {
    id: 'r1',
    attempt: 1,
    baseline: v1,
    candidate: v2,
    strategyPath: 'prompts/support-reply.rollout.yaml',
    strategyText: text,
    strategy,
    starter: ana,
    startedAt: now - 3_600_000,
    stage: 1,
    stageSince: now - 120_000,
    steps: [
      { stage: 0, since: now - 3_600_000 },
      { stage: 1, since: now - 120_000 },
    ],
    setAside: [],
    condition: { is: 'running' },
    approvals: [],
    silences: [],
    deadline: now + 3_600_000,
    ...change,
  };
}

interface Known {
  readonly data?: Partial<Evidence>;
  readonly serving?: Serving;
}

export function live(
  change: Partial<Rollout> = {},
  { data, serving = { as: 'expected' } }: Known = {},
  text = strategyText,
): Observation {
  const own = rollout(change, text);
  const counted = evidence(data ?? {});
  const found = own.strategy.metrics.length > 0 ? judged(countedFor(own, counted, now)) : undefined;
  const decision = decide(own, counted, serving, now, found);
  return {
    ...observation({ is: 'live', released: v1, paths: new Map(), live: own, ended: [] }),
    serving,
    evidence: counted,
    ...(found && { judged: found }),
    decision,
  };
}

export function released(end?: RolloutEnd, serving: Serving = { as: 'expected' }): Observation {
  const ended = end ? [rollout({ end })] : [];
  return {
    ...observation({ is: 'released', released: end?.how === 'completed' ? v2 : v1, paths: new Map(), ended }),
    serving,
  };
}

export function observation(state: PromptState): Observation {
  return { prompt, at: now, state, flag: prompt.flag, serving: { as: 'expected' } };
}
