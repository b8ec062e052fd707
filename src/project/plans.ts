import type { EvaluationWork } from '../evaluation/work/jobs.js';
import { formatDiagnostic } from '../prompts/diagnostic.js';
import { HumanError } from '../prompts/humanError.js';
import type { Plan } from '../rollout/plan.js';
import type { Decision } from '../rollout/decide.js';
import * as moves from '../rollout/moves.js';
import type { OfflineResult } from '../rollout/moves.js';
import type { Observation, PromptRef } from '../rollout/observe.js';
import { requireReadable, requireServed } from '../rollout/requireServed.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import { readAcceptedStrategy } from '../rollout/strategy/readStrategy.js';
import { historyPage } from '../workspace/history.js';
import { resolveVersion } from '../workspace/resolveVersion.js';
import type { VersionAt } from '../workspace/version.js';
import type { Environment, Project, ProjectPrompt } from './project.js';
import { requireReleasable } from './releasable.js';
import type { Request } from './request.js';

/** A prompt as the rollout core needs it. */
export function promptRef(prompt: ProjectPrompt): PromptRef {
  const strategy = prompt.strategy && readAcceptedStrategy(prompt.strategy.text);
  return { id: prompt.id, name: prompt.name, flag: strategy?.flag ?? prompt.name };
}

/** What requests are planned with. */
export interface PlanParts {
  readonly project: Project;
  readonly environment: Environment;
  readonly work: EvaluationWork;
}

/**
 * The moves that a request asks for, in order. For a start the offline evaluation runs here, where the strategy asks for one.
 * @throws HumanError where the files that it needs are missing or not valid
 */
export async function plansFor(
  parts: PlanParts,
  prompt: ProjectPrompt,
  request: Request,
  signal: AbortSignal,
): Promise<readonly Plan[]> {
  const { project } = parts;
  const ref = promptRef(prompt);
  switch (request.do) {
    case 'adopt': {
      requireOwnIdentity(prompt);
      const chosen =
        request.version === undefined
          ? undefined
          : await resolveVersion(project.repository, prompt.path, request.version, signal);
      const newest = await newestVersion(project, prompt, signal);
      if (chosen) await requireReleasable(project.repository, prompt.name, chosen, signal);
      return [
        (observation) => adoptWhere(ref, observation, chosen ?? servedVersion(observation, prompt.path) ?? newest),
      ];
    }
    case 'start': {
      requireOwnIdentity(prompt);
      const candidate =
        request.candidate === undefined
          ? await newestVersion(project, prompt, signal)
          : await resolveVersion(project.repository, prompt.path, request.candidate, signal);
      const before = await versionBefore(project, prompt, candidate, signal);
      const { path, text } = requireStrategy(prompt);
      await requireReleasable(project.repository, prompt.name, candidate, signal);
      const offline = await offlineOf(parts, prompt, { text, candidate, before }, signal);
      // Now, as what is refused must not have published a baseline on its way.
      if (offline) moves.requireHolds(prompt.name, offline);
      return [
        (observation) =>
          observation.state.is === 'unreleased'
            ? adoptWhere(ref, observation, servedVersion(observation, prompt.path) ?? before)
            : undefined,
        (observation) =>
          moves.start(situation(observation), {
            candidate,
            flag: observation.state.flag ?? ref.flag,
            strategyPath: path,
            strategyText: text,
            ...(offline && { offline }),
            ...(request.reason !== undefined && { reason: request.reason }),
          }),
      ];
    }
    case 'advance':
      return [
        (observation) => {
          const { live } = observation.state;
          // It builds on what is served: where that is not what the log says, no gate needs to be looked at.
          if (live) requireServed(observation, { event: 'advance', stage: live.stage + 1 });
          return moves.advance(situation(observation), decisionOf(observation));
        },
      ];
    case 'approve':
      return [(observation, actor) => moves.approve(situation(observation), actor)];
    case 'pause':
      return [(observation) => moves.pause(situation(observation))];
    case 'resume':
      return [(observation) => moves.resume(situation(observation), decisionOf(observation), request.reason)];
    case 'extend':
      return [(observation) => moves.extend(situation(observation), request.until, request.reason)];
    case 'override':
      return [(observation) => moves.override(situation(observation), decisionOf(observation), request.reason)];
    case 'abort':
      return [(observation) => moves.abort(situation(observation), request.reason)];
    case 'revert':
      return [(observation) => moves.revert(situation(observation), request.reason)];
    case 'reapply':
      return [(observation) => moves.reapply(situation(observation))];
    case 'takeover':
      return [(observation) => moves.takeover(situation(observation), ref.id, requireReadable(observation))];
  }
}

/** The evaluation that a strategy asks for, against the version that is released, or would be by then. */
async function offlineOf(
  parts: PlanParts,
  prompt: ProjectPrompt,
  start: { readonly text: string; readonly candidate: VersionAt; readonly before: VersionAt | undefined },
  signal: AbortSignal,
): Promise<OfflineResult | undefined> {
  if (!readAcceptedStrategy(start.text)?.offline) return undefined;
  const observation = await parts.environment.controller.observe(promptRef(prompt), signal);
  const { released, paths, live } = observation.state;
  // What is refused anyway need not be evaluated.
  if (live || released === start.candidate.id) return undefined;
  const baseline =
    released === undefined
      ? (servedVersion(observation, prompt.path) ?? start.before)
      : { id: released, path: paths.get(released) ?? prompt.path };
  const { evaluateStart } = await import('./startEvaluation.js');
  return evaluateStart(parts, prompt, { baseline, candidate: start.candidate }, signal);
}

/** A file with a rival begins nothing; what is live can still be steered and aborted. */
function requireOwnIdentity({ path, rival, id }: ProjectPrompt): void {
  if (rival === undefined) return;
  throw new HumanError(
    'input',
    `${path} and ${rival} have the same identity, ${id}, so they cannot be told apart in a rollout. Nothing was changed; rename one of them.`,
  );
}

function situation({ prompt, state, at }: Observation): moves.Situation {
  return { name: prompt.name, state, now: at };
}

function decisionOf({ decision }: Observation): Decision {
  return decision ?? { gates: [] };
}

function adoptWhere(ref: PromptRef, observation: Observation, target: VersionAt | undefined) {
  if (!target) {
    throw new HumanError(
      'refused',
      `${ref.name} has only one committed version and the backend serves none, so there is no baseline yet. Publish that version with "adopt", commit a change, and start then.`,
    );
  }
  return moves.adopt(situation(observation), target, observation.state.flag ?? ref.flag, requireReadable(observation));
}

/** The version that the backend serves to everybody, if it is one. */
function servedVersion({ served }: Observation, path: string): VersionAt | undefined {
  const split = served?.split;
  return split && !split.candidate ? { id: split.baseline, path } : undefined;
}

async function newestVersion(
  { repository }: Project,
  { path, name }: ProjectPrompt,
  signal: AbortSignal,
): Promise<VersionAt> {
  const [newest] = (await historyPage(repository, path, { count: 1 }, signal)).versions;
  if (newest) return newest;
  throw new HumanError(
    'refused',
    `${name} is not committed yet; commit it, so that there is a version to release. Nothing was changed.`,
  );
}

/** The version that came before another in the history of a prompt; the newest one where it is not in there, as on a branch. */
async function versionBefore(
  { repository }: Project,
  { path }: ProjectPrompt,
  { id }: VersionAt,
  signal: AbortSignal,
): Promise<VersionAt | undefined> {
  const { versions } = await historyPage(repository, path, { count: Infinity }, signal);
  const index = versions.findIndex((version) => version.id === id);
  return versions.slice(index + 1).find((version) => version.id !== id);
}

/** The strategy of a prompt. @throws HumanError where there is none, or it is not valid */
export function requireStrategy({ strategy, name, path }: ProjectPrompt): {
  readonly path: string;
  readonly text: string;
} {
  if (!strategy) {
    throw new HumanError(
      'input',
      `${name} has no strategy: no *.rollout.yaml names ${path}. Write one beside it ("New Rollout Strategy" in VS Code does), then start. Nothing was changed.`,
    );
  }
  const problem = parseStrategy(strategy.text).diagnostics.find(({ severity }) => severity === 'error');
  if (problem)
    throw new HumanError(
      'input',
      `${name} cannot be rolled out: ${formatDiagnostic(strategy.path, strategy.text, problem)}. Nothing was changed; correct the strategy and try again.`,
    );
  return strategy;
}
