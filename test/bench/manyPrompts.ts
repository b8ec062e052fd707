import type { EvaluationJobs } from '../../src/evaluation/work/jobs.js';
import { promptWork } from '../../src/prompts/work/promptWork.js';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { plansFor, promptRef } from '../../src/project/plans.js';
import { openProject, type ProjectPrompt } from '../../src/project/project.js';
import { judged } from '../../src/evidence/statistics/judged.js';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { importHistory } from '../unit/workspace/importHistory.js';

/** How many prompts the repository has, and how many of them are being rolled out. */
export const promptCount = 1000;
export const liveCount = 20;

/** Units of each arm that telemetry tells of, per rollout. */
const unitCount = 100;

/** How long the rollouts have been going on, in milliseconds. */
const age = 10 * 60_000;

/** A repository with many prompts. */
export interface ManyPrompts {
  readonly root: string;
  /** Paths from the root of the prompts with a live rollout. */
  readonly live: readonly string[];
}

let made: Promise<ManyPrompts> | undefined;

/**
 * A repository of 1,000 prompts in 50 folders; 20 have a strategy and ten minutes of telemetry, and run at 5 %.
 * All benches of a run share it and leave it as it was; it is removed when the run ends.
 */
export function manyPrompts(): Promise<ManyPrompts> {
  made ??= make();
  return made;
}

async function make(): Promise<ManyPrompts> {
  const fixture = gitFixture();
  const { root } = fixture;
  const paths = Array.from({ length: promptCount }, (_, index) => pathOf(index));
  const live = paths.filter((_, index) => index % (promptCount / liveCount) === 0);
  const prompts = (version: number, some: readonly string[]): Record<string, string> =>
    Object.fromEntries(some.map((path) => [path, prompt(path, version)]));
  const strategies = Object.fromEntries(
    live.map((path) => [path.replace('.prompt.yml', '.rollout.yaml'), strategy(path)]),
  );
  const begin = Math.floor(Date.now() / 1000) - 86_400;
  importHistory(root, [
    { parents: [], time: begin, files: { '.gitignore': 'telemetry/\n', ...prompts(1, paths), ...strategies } },
    { parents: [0], time: begin + 3600, files: prompts(2, live) },
  ]);
  fixture.git('reset', '--quiet', '--hard');

  const project = await openProject(await fixture.open(), {
    judge: (counted) => Promise.resolve(judged(counted)),
    now: () => Date.now() - age,
  });
  const { signal } = new AbortController();
  const environment = project.environment();
  const { controller } = environment;
  const work = promptWork<EvaluationJobs>(new URL('../../dist/worker.js', import.meta.url));
  const released = (await project.prompts(signal)).filter(({ path }) => live.includes(path));
  for (const own of released) {
    await controller.perform(
      promptRef(own),
      await plansFor({ project, environment, work }, own, { do: 'start' }, signal),
      'terminal',
      signal,
    );
    const { state } = await controller.observe(promptRef(own), signal);
    if (!state.live) throw new Error(`${own.path} is not rolled out`);
    writeTelemetry(root, own, state.live);
  }
  return { root, live };
}

function pathOf(index: number): string {
  return `prompts/team-${pad(index % 50)}/task-${pad(index)}.prompt.yml`;
}

function pad(number: number): string {
  return String(number).padStart(3, '0');
}

function prompt(path: string, version: number): string {
  const rules = Array.from({ length: 20 }, (_, rule) => `      - Rule ${rule}: be kind, and say what happens next.\n`);
  return `name: ${path}
model: gpt-4o-mini
messages:
  - role: system
    content: |
      You are version ${version} of ${path}.
${rules.join('')}  - role: user
    content: "{{question}}"
`;
}

function strategy(path: string): string {
  return `prompt: ${path.slice(path.lastIndexOf('/') + 1)}
unit: conversation_id
metrics:
  tool_errors: { is: rate, bad: tool_error, margin: 1pp, expect: 4%, limit: 15% }
  cost: { is: mean, of: cost_usd, cap: 0.50, margin: 10%, expect: 0.02 }
stages:
  - { name: canary, traffic: 5%, bake: 1m, samples: 40 }
  - { name: full, traffic: 100%, bake: 1h }
`;
}

function writeTelemetry(
  root: string,
  { id }: ProjectPrompt,
  versions: { readonly baseline: string; readonly candidate: string },
): void {
  const lines = (['baseline', 'candidate'] as const).flatMap((arm) =>
    Array.from({ length: unitCount }, (_, unit) => {
      const time = new Date(Date.now() - age + ((unit + 1) * age) / (unitCount + 1)).toISOString();
      const data = { tool_error: unit % 25 === 0, cost_usd: (unit % 9) / 100 };
      return `${JSON.stringify({ time, prompt: id, version: versions[arm], arm, unit: `${arm}-${unit}`, ...data })}\n`;
    }),
  );
  mkdirSync(join(root, 'telemetry'), { recursive: true });
  appendFileSync(join(root, 'telemetry/production.jsonl'), lines.join(''));
}
