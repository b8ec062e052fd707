import { HumanError } from '../prompts/humanError.js';
import { promptRef } from '../project/plans.js';
import type { Environment, Project, ProjectPrompt } from '../project/project.js';
import { statusDocument, type StatusDocument } from '../project/status.js';
import { autopilots, type Action, type Autopilot } from '../rollout/decide.js';
import type { Call, Option } from './command.js';
import { failureOf, type Failure } from './failure.js';
import { promptsOf } from './findPrompt.js';
import { loggedFromNow } from './loggedWords.js';

/** What one tick of one prompt found and did. */
export interface Tick {
  readonly prompt: ProjectPrompt;
  readonly status?: StatusDocument;
  readonly acted?: Action;
  /** What was logged, in words. */
  readonly did: readonly string[];
  readonly failure?: Failure;
}

export const autopilotOption: Option = {
  value: 'HOW',
  summary: 'what the rules may do: off, protect (all but advancing; the default) or full',
};

/** @throws HumanError where it is none */
export function autopilotOf({ options }: Call): Autopilot {
  const text = options.text('autopilot') ?? 'protect';
  const found = autopilots.find((autopilot) => autopilot === text);
  if (found) return found;
  throw new HumanError('input', `--autopilot is ${autopilots.join(', ')}, not "${text}".`);
}

/** The prompts for whose rollouts there is something to decide, and those of `also`. */
export async function tickedPrompts(
  project: Project,
  environment: Environment,
  also: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly ProjectPrompt[]> {
  const { prompts: logs } = await environment.log.read(signal);
  const isOpen = (id: string): boolean => {
    const state = logs.get(id)?.state;
    return state !== undefined && (state.is === 'damaged' || state.is === 'live' || state.pending !== undefined);
  };
  return (await promptsOf(project, environment, signal)).filter(({ id }) => isOpen(id) || also.has(id));
}

/** Decides once for each prompt; what goes wrong with one does not keep the others from it. */
export async function tickPrompts(
  environment: Environment,
  prompts: readonly ProjectPrompt[],
  autopilot: Autopilot,
  signal: AbortSignal,
): Promise<Tick[]> {
  const ticks: Tick[] = [];
  for (const prompt of prompts) {
    const logged = await loggedFromNow(environment, prompt);
    try {
      const { observation, acted } = await environment.controller.tick(promptRef(prompt), autopilot, signal);
      const status = statusDocument(observation, environment.name, prompt.strategy?.text);
      ticks.push({ prompt, status, did: await logged(), ...(acted && { acted }) });
    } catch (error) {
      if (signal.aborted) throw error;
      ticks.push({ prompt, failure: failureOf(error), did: await logged() });
    }
  }
  return ticks;
}
