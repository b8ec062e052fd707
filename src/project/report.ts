import type { EvaluationWork } from '../evaluation/work/jobs.js';
import { HumanError } from '../prompts/humanError.js';
import { countedBefore } from '../rollout/countedFor.js';
import type { FoldedLog } from '../rollout/foldedLog.js';
import type { Findings, Observation } from '../rollout/observe.js';
import type { ReportInput } from '../rollout/report/reportInput.js';
import { allRollouts, type PromptState, type Rollout } from '../rollout/state.js';
import { promptRef } from './plans.js';
import type { Environment, ProjectPrompt } from './project.js';

/** What a report is read with. */
export interface ReportParts {
  readonly environment: Environment;
  readonly work: EvaluationWork;
  readonly prompt: ProjectPrompt;
  /** Of the prompt, as it was just read. */
  readonly log: Pick<FoldedLog, 'state' | 'events'>;
  readonly nameOf: ReportInput['nameOf'];
  /** What was observed already; absent: a live rollout is observed. */
  readonly seen?: Pick<Observation, 'at' | 'evidence' | 'judged'>;
}

/**
 * The rollout that is meant: by its place in the log (`r2`), else the live one, else the one that ended last.
 * @throws HumanError where there is none
 */
export function reportedRollout(prompt: string, environment: string, state: PromptState, id?: string): Rollout {
  const all = allRollouts(state);
  const found = id === undefined ? all.at(-1) : all.find((rollout) => rollout.id === id);
  if (found) return found;
  if (all.length === 0)
    throw new HumanError(
      'input',
      `${prompt} has not been rolled out in ${environment} yet, so there is nothing to report.`,
    );
  const known = all.map((rollout) => rollout.id).join(', ');
  throw new HumanError('input', `${prompt} has no rollout "${id ?? ''}" in ${environment}; it has: ${known}.`);
}

/** Gathers what a report of a rollout is made of: of a live one what is known now, of another what was known when it ended. */
export async function readReport(parts: ReportParts, rollout: Rollout, signal: AbortSignal): Promise<ReportInput> {
  const { environment, work, prompt, log, nameOf } = parts;
  const { at, evidence, judged } = await findings(parts, rollout, signal);
  const before =
    evidence && judged
      ? await Promise.all(countedBefore(rollout, evidence).map((counted) => work.run('judge', counted, signal)))
      : [];
  return {
    prompt,
    environment: environment.name,
    rollout,
    earlier: earlierThan(rollout, log.state),
    events: log.events,
    at,
    ...(evidence && { evidence }),
    ...(judged && { judged }),
    judgedBefore: before,
    nameOf,
  };
}

function earlierThan({ id }: Rollout, { ended }: PromptState): readonly Rollout[] {
  const at = ended.findIndex((other) => other.id === id);
  return at < 0 ? ended : ended.slice(0, at);
}

async function findings(
  { environment: { controller }, prompt, seen }: ReportParts,
  rollout: Rollout,
  signal: AbortSignal,
): Promise<Pick<Observation, 'at'> & Partial<Findings>> {
  const ref = promptRef(prompt);
  const { end } = rollout;
  if (end) return controller.lookBack(ref, { ...rollout, end }, signal);
  return seen ?? (await controller.observe(ref, signal));
}
