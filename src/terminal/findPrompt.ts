import { resolve } from 'node:path';
import { formatOf } from '../prompts/formats/index.js';
import { HumanError } from '../prompts/humanError.js';
import { shortNames } from '../prompts/promptId.js';
import { suggestion } from '../prompts/suggestion.js';
import type { Environment, Project, ProjectPrompt } from '../project/project.js';
import { pathInRepository } from '../workspace/repository.js';
import type { Call } from './command.js';

/**
 * The prompts of the working tree, then those that only the log knows: a rollout goes on, and can be aborted, while
 * another branch without the file is checked out.
 */
export async function promptsOf(
  project: Project,
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly ProjectPrompt[]> {
  const [prompts, log] = await Promise.all([project.prompts(signal), environment.log.read(signal)]);
  const known = new Set(prompts.map(({ id }) => id));
  const logged = [...log.prompts].filter(([id]) => !known.has(id));
  const names = shortNames([...known, ...logged.map(([id]) => id)]);
  return [
    ...prompts,
    ...logged.map(([id, { state }]) => {
      const path = (state.is === 'damaged' ? undefined : [...state.paths.values()].at(-1)) ?? id;
      return { id, name: names.get(id) ?? id, path, format: formatOf(path).id };
    }),
  ];
}

/**
 * The prompt that a person means.
 * @param text what was typed; absent: the only one there is
 * @throws HumanError where it is none, or not clear which
 */
export async function findPrompt(
  project: Project,
  environment: Environment,
  text: string | undefined,
  { terminal, signal }: Call,
): Promise<ProjectPrompt> {
  const prompts = await promptsOf(project, environment, signal);
  const path =
    text === undefined ? undefined : await pathInRepository(project.repository, resolve(terminal.directory, text));
  return matchPrompt(prompts, text, path);
}

/**
 * The prompt that a text names: by its path, its identity, or any unambiguous end of one of them.
 * @param path where the text leads as a path from the folder that the terminal stands in, from the repository root
 */
export function matchPrompt<P extends Pick<ProjectPrompt, 'id' | 'path' | 'name'>>(
  prompts: readonly P[],
  text: string | undefined,
  path?: string,
): P {
  if (prompts.length === 0)
    throw new HumanError(
      'input',
      'There are no prompts here. "prompts" in prompt-rollout.yaml says which files are prompts.',
    );
  if (text === undefined) {
    const [only] = prompts;
    if (only && prompts.length === 1) return only;
    throw new HumanError('input', `Which prompt? There are ${prompts.length}:\n${listed(prompts)}`);
  }
  const tests: readonly ((prompt: P) => boolean)[] = [
    (prompt) => prompt.path === path,
    (prompt) => prompt.path === text,
    ({ id }) => id === path,
    ({ id }) => id === text,
    ({ id, path: own }) => id.endsWith(`/${text}`) || own.endsWith(`/${text}`),
  ];
  for (const test of tests) {
    const found = prompts.filter(test);
    const [first] = found;
    if (first && found.length === 1) return first;
    if (first)
      throw new HumanError('input', `"${text}" can be ${found.length} prompts; write more of it:\n${listed(found)}`);
  }
  const nearest = suggestion(text, [...new Set(prompts.flatMap(({ id, name }) => [name, id]))]);
  throw new HumanError(
    'input',
    `There is no prompt "${text}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`} "prompt-rollout list" shows those there are.`,
  );
}

function listed(prompts: readonly Pick<ProjectPrompt, 'path'>[]): string {
  const shown = prompts.slice(0, 20).map(({ path }) => `  ${path}`);
  return [...shown, ...(prompts.length > 20 ? [`  and ${prompts.length - 20} more`] : [])].join('\n');
}
