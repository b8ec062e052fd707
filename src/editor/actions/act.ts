import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { Environment, Project } from '../../project/project.js';
import type { RequestName } from '../../project/request.js';
import type { EvaluationWork } from '../../evaluation/work/jobs.js';
import type { EventBody } from '../../rollout/events.js';
import type { Observation } from '../../rollout/observe.js';
import type { Plan } from '../../rollout/plan.js';
import type { Stage } from '../../rollout/strategy/strategy.js';
import type { VersionId } from '../../workspace/version.js';
import { chosenPrompt, type PromptChoice } from '../commands/chosenPrompt.js';
import type { OneAtATime } from '../oneAtATime.js';
import type { PromptHandle } from '../projects.js';
import { withProgress } from '../progress.js';
import { possible } from '../rollouts/possible.js';
import { promptNodeId } from '../rollouts/rolloutNode.js';
import { rolloutsViewId } from '../rollouts/rolloutsView.js';
import { autopilotSetting } from '../settings.js';
import { changeNotes } from './changeNotes.js';
import { completeRequest } from './completeRequest.js';
import { forecastNotes } from './forecastNotes.js';
import { questionFor } from './question.js';

export interface ActionParts extends PromptChoice {
  readonly turns: OneAtATime;
  readonly work: EvaluationWork;
}

/** Does what a person asks of a rollout: completes the request, has it confirmed where traffic moves, carries it out. */
export async function act(parts: ActionParts, name: RequestName, argument: unknown): Promise<void> {
  const { projects } = parts;
  const title = titles[name];
  const handle = await chosenPrompt(parts, argument, title, (other) =>
    possible(other, projects.seen(other)).includes(name),
  );
  if (!handle) return;
  const { project, environment } = requireRollouts(handle);
  const stop = new AbortController().signal;
  if (name === 'abort' && projects.seen(handle)?.state.is === 'damaged') {
    await abandonDamaged(parts, handle, environment);
    return;
  }
  const { plansFor, promptRef } = await import('../../project/plans.js');
  const ref = promptRef(handle.prompt);
  const { state } = await environment.controller.observe(ref, stop);
  const isDraft = projects.isDraft(handle);
  const version = versionIn(argument);
  const request = await completeRequest(name, {
    project,
    handle,
    state,
    dialogs: parts.dialogs,
    isDraft,
    choosesCandidate: argument === undefined,
    now: Date.now(),
    signal: stop,
    ...(version !== undefined && { version }),
  });
  if (!request) return;
  const plans = await plansFor({ project, environment, work: parts.work }, handle.prompt, request, stop);
  const preview = await environment.controller.preview(ref, plans, stop);
  await projects.nameVersions(handle, preview.bodies.flatMap(versionsOf));
  const question = questionFor({
    name: handle.prompt.name,
    environment: environment.name,
    backend: environment.controller.backendLabel,
    request,
    preview,
    autopilot: autopilotSetting(),
    nameOf: (id) => projects.versionName(handle, id),
    ...(await firstStage(handle)),
    notes: [
      ...(await changeNotes(
        {
          project,
          work: parts.work,
          path: handle.prompt.path,
          pathOf: (id) => preview.before.state.paths.get(id),
          bodies: preview.bodies,
        },
        stop,
      )),
      ...(name === 'start' ? await forecastNotes(environment, handle.prompt) : []),
      ...(name === 'start' && isDraft
        ? ['The draft in the working tree is not part of it; commit it first to roll it out.']
        : []),
    ],
  });
  if (question && !(await parts.dialogs.confirm(question))) return;
  const guarded = raises.includes(name) ? plans.map((plan) => unlessMoved(plan, preview.before)) : plans;
  const observation = await withProgress(`${title}: ${handle.prompt.name}`, rolloutsViewId, (signal) =>
    parts.turns.run(promptNodeId(handle), () => environment.controller.perform(ref, guarded, 'editor', signal)),
  );
  projects.saw(handle, observation);
  await projects.refresh(handle);
}

/** The versions that an event names. */
function versionsOf(body: EventBody): VersionId[] {
  if (body.event === 'start') return [body.baseline, body.candidate];
  return body.event === 'adopt' ? [body.version] : [];
}

const titles: Readonly<Record<RequestName, string>> = {
  adopt: 'Adopt Version',
  start: 'Start Rollout',
  advance: 'Advance',
  approve: 'Approve',
  pause: 'Pause',
  resume: 'Resume',
  extend: 'Extend Deadline',
  override: 'Override Gates',
  abort: 'Abort Rollout',
  revert: 'Revert',
  reapply: 'Reapply',
  takeover: 'Take Over What Is Served',
};

/** Moves that a person confirmed for one stage must not be carried out on another. */
const raises: readonly RequestName[] = ['advance', 'override', 'approve'];

function unlessMoved(plan: Plan, before: Observation): Plan {
  return (observation, actor) => {
    const [was, is] = [before.state.live, observation.state.live];
    if (was?.id !== is?.id || was?.stage !== is?.stage) {
      throw new HumanError(
        'conflict',
        `The rollout of ${observation.prompt.name} has moved in the meantime. Nothing was changed; look at it again.`,
      );
    }
    return plan(observation, actor);
  };
}

/** Rollouts need git and a trusted workspace; a hidden command can still be called. @throws HumanError */
export function requireRollouts({ prompt, project, environment }: PromptHandle): {
  project: Project;
  environment: Environment;
} {
  if (!vscode.workspace.isTrusted) {
    throw new HumanError(
      'refused',
      `${prompt.name} cannot be rolled out from a workspace that is not trusted. Nothing was changed; trust the workspace first.`,
    );
  }
  if (project && environment) return { project, environment };
  throw new HumanError(
    'refused',
    `${prompt.name} is in no git repository, so it has no versions to roll out. Nothing was changed; initialize a repository and commit the prompt first.`,
  );
}

async function abandonDamaged(
  { projects, dialogs, turns }: ActionParts,
  handle: PromptHandle,
  { name, controller }: Environment,
): Promise<void> {
  const { name: prompt } = handle.prompt;
  const state = projects.seen(handle)?.state;
  const place = state?.is === 'damaged' ? `${state.place}: ${state.problem}` : '';
  const detail = [
    `Damaged at ${place}`,
    `Environment: ${name} (${controller.backendLabel})`,
    '',
    'The damaged log is put aside as it is, and a new one begins that names it. All traffic goes to the baseline that the backend serves.',
  ].join('\n');
  if (!(await dialogs.confirm({ message: `Put the damaged log of ${prompt} aside?`, detail, button: 'Put Aside' })))
    return;
  const { promptRef } = await import('../../project/plans.js');
  const observation = await withProgress(`Abort: ${prompt}`, rolloutsViewId, (signal) =>
    turns.run(promptNodeId(handle), () => controller.abandonDamaged(promptRef(handle.prompt), 'editor', signal)),
  );
  projects.saw(handle, observation);
  await projects.refresh(handle);
}

/** The first stage of the strategy as it is on disk; the core has checked it by now. */
async function firstStage({ prompt }: PromptHandle): Promise<{ readonly firstStage?: Stage }> {
  if (!prompt.strategy) return {};
  const { parseStrategy } = await import('../../rollout/strategy/parseStrategy.js');
  const stage = parseStrategy(prompt.strategy.text).strategy?.stages[0];
  return stage ? { firstStage: stage } : {};
}

/** The version of a row in Versions. */
function versionIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('version' in argument)) return undefined;
  const { version } = argument;
  if (typeof version === 'string') return version;
  if (typeof version !== 'object' || version === null || !('id' in version)) return undefined;
  return typeof version.id === 'string' ? version.id : undefined;
}
