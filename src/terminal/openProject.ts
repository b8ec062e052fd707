import { HumanError } from '../prompts/humanError.js';
import {
  openProject as openRepositoryProject,
  type Environment,
  type Project,
  type ProjectOptions,
} from '../project/project.js';
import { openRepository, type Repository } from '../workspace/repository.js';
import { parseTokens, type Token } from '../workspace/tokens.js';
import type { Call } from './command.js';

/** The repository that the terminal stands in. @throws HumanError where there is none */
export async function repositoryOf({ terminal, signal }: Call): Promise<Repository> {
  const repository = await openRepository(terminal.directory, signal);
  if (repository) return repository;
  throw new HumanError(
    'input',
    `${terminal.directory} is in no git repository, and history and rollouts need one. "git init" makes one; -C DIR works in another folder.`,
  );
}

/** The project that the terminal stands in. */
export async function openProject(call: Call): Promise<Project> {
  const { work, terminal } = call;
  const judge: ProjectOptions['judge'] = (counted, signal) => work.run('judge', counted, signal);
  // Only who needs a token is told where they cannot be read.
  const token: Token = async (origin) => parseTokens(terminal.tokens)(origin);
  return openRepositoryProject(await repositoryOf(call), { now: terminal.now, judge, token });
}

/** The project, and the environment that `--environment` names. */
export async function openEnvironment(
  call: Call,
): Promise<{ readonly project: Project; readonly environment: Environment }> {
  const project = await openProject(call);
  return { project, environment: project.environment(call.options.text('environment')) };
}
