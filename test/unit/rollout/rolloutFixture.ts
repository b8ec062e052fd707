import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../../../src/evidence/evidence.js';
import { judged } from '../../../src/evidence/statistics/judged.js';
import { createController, type Controller } from '../../../src/rollout/controller.js';
import type { ControllerParts } from '../../../src/rollout/controllerParts.js';
import type { Plan } from '../../../src/rollout/plan.js';
import { logBranch, type LogBranch } from '../../../src/rollout/log/logBranch.js';
import { unloggedFile } from '../../../src/rollout/log/unlogged.js';
import * as moves from '../../../src/rollout/moves.js';
import type { Observation, PromptRef } from '../../../src/rollout/observe.js';
import type { Actor } from '../../../src/workspace/actor.js';
import { openGit } from '../../../src/workspace/git.js';
import { MemoryBackend } from './memoryBackend.js';

export const ana: Actor = { name: 'Ana', email: 'ana@example.org' };
export const ben: Actor = { name: 'Ben', email: 'ben@example.org' };
export const v1 = '111111111111';
export const v2 = '222222222222';
export const v3 = '333333333333';
export const prompt: PromptRef = { id: 'prompts/support-reply', name: 'support-reply', flag: 'support-reply' };
export const never = new AbortController().signal;
const path = 'prompts/support-reply.prompt.yml';

export const strategyText = `prompt: support-reply.prompt.yml
unit: conversation_id
metrics:
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4% }
stages:
  - { name: staff, traffic: 100%, only: { team: internal }, bake: 10s }
  - { name: canary, traffic: 5%, bake: 60s, samples: 40 }
  - { name: half, traffic: 50%, bake: 60s, approvals: 1 }
  - { name: full, traffic: 100%, bake: 10s }
block: 10s
stale: 30s
deadline: 1h
`;

const nothing: Evidence = {
  stageUnits: 0,
  arms: {
    baseline: { units: 0, metrics: {} },
    candidate: { units: 0, metrics: {} },
    segment: { units: 0, metrics: {} },
  },
  blocks: { baseline: [], candidate: [], segment: [] },
  segments: [],
  mixed: 0,
  mixedBlocks: [],
  skipped: { lines: 0 },
  unknownVersions: 0,
  digest: 'd',
};

/** Evidence that has nothing in it but what is given. */
export function evidence(known: Partial<Evidence> = {}): Evidence {
  return { ...nothing, ...known };
}

/** One environment on a real git repository, with a backend in memory, data to order, and a clock that stands still. */
export interface RolloutFixture {
  readonly controller: Controller;
  readonly backend: MemoryBackend;
  readonly log: LogBranch;
  readonly directory: string;
  now: number;
  actor: Actor;
  evidence: Evidence;
  /** The commits of the log in words, newest first. */
  words(): string[];
  git(...args: string[]): string;
  /** A further controller on the same repository and backend: another process. */
  another(change?: Partial<ControllerParts>): Controller;
  perform(...plans: Plan[]): Promise<Observation>;
  dispose(): void;
}

export function rolloutFixture(): RolloutFixture {
  const directory = mkdtempSync(join(tmpdir(), 'rollout-'));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: directory, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  const backend = new MemoryBackend();
  const log = logBranch(openGit(directory), 'production');
  const fixture = { now: Date.parse('2026-11-22T10:00:00Z'), actor: ana, evidence: evidence() };
  const parts: ControllerParts = {
    environment: 'production',
    log,
    unlogged: unloggedFile(join(directory, '.git', 'prompt-rollout', 'production.unlogged.jsonl')),
    backend,
    source: { label: 'to order', read: () => Promise.resolve(fixture.evidence) },
    judge: (counted) => Promise.resolve(judged(counted)),
    lease: { watcher: () => Promise.resolve(undefined) },
    now: () => fixture.now,
    actor: () => Promise.resolve(fixture.actor),
    committed: ({ id }) =>
      Promise.resolve({
        main: Buffer.from(`messages:\n  - role: system\n    content: This is ${id}\n`),
        includes: new Map(),
      }),
  };
  const controller = createController(parts);
  return Object.assign(fixture, {
    controller,
    backend,
    log,
    directory,
    git,
    words: () =>
      git('log', '--format=%s', 'prompt-rollout/production')
        .trim()
        .split('\n')
        .map((line) => line.replace(/^[^:]+: /, '')),
    another: (change: Partial<ControllerParts> = {}) =>
      createController({ ...parts, log: logBranch(openGit(directory), 'production'), ...change }),
    perform: (...plans: Plan[]) => controller.perform(prompt, plans, 'terminal', never),
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  });
}

const situation = ({ prompt: { name }, state, at }: Observation): moves.Situation => ({ name, state, now: at });
const decision = (observation: Observation) => observation.decision ?? { gates: [] };

/** The plans of people, as the editor and the terminal make them. */
export const plan = {
  adopt:
    (id = v1): Plan =>
    (seen) =>
      moves.adopt(situation(seen), { id, path }, 'support-reply', seen.served ?? { revision: '', contents: new Map() }),
  start:
    (id = v2, reason?: string): Plan =>
    (seen) =>
      moves.start(situation(seen), {
        candidate: { id, path },
        flag: 'support-reply',
        strategyPath: 'prompts/support-reply.rollout.yaml',
        strategyText,
        ...(reason !== undefined && { reason }),
      }),
  advance: ((seen) => moves.advance(situation(seen), decision(seen))) satisfies Plan,
  approve: ((seen, actor) => moves.approve(situation(seen), actor)) satisfies Plan,
  pause: ((seen) => moves.pause(situation(seen))) satisfies Plan,
  resume:
    (reason = 'looked at it'): Plan =>
    (seen) =>
      moves.resume(situation(seen), decision(seen), reason),
  override:
    (reason = 'we know better'): Plan =>
    (seen) =>
      moves.override(situation(seen), decision(seen), reason),
  extend:
    (until: number): Plan =>
    (seen) =>
      moves.extend(situation(seen), until, 'more time'),
  abort: ((seen) => moves.abort(situation(seen), 'enough')) satisfies Plan,
  revert: ((seen) => moves.revert(situation(seen))) satisfies Plan,
  reapply: ((seen) => moves.reapply(situation(seen))) satisfies Plan,
  takeover: ((seen) =>
    moves.takeover(situation(seen), prompt.id, seen.served ?? { revision: '', contents: new Map() })) satisfies Plan,
};
