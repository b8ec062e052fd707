import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { casesSuffix, promptOfCases } from '../evaluation/cases/promptOfCases.js';
import { HumanError } from '../prompts/humanError.js';
import { fileDiagnostics } from '../project/fileDiagnostics.js';
import { includeDiagnostics } from '../project/includeDiagnostics.js';
import { readConfiguration } from '../project/project.js';
import { strategySuffix } from '../project/strategies.js';
import { defaultConfiguration } from '../workspace/configuration/configuration.js';
import { configurationFile } from '../workspace/configuration/parseConfiguration.js';
import { findPromptsInFolder } from '../workspace/folderFinder.js';
import { findPrompts } from '../workspace/promptFinder.js';
import { openRepository } from '../workspace/repository.js';
import { placed, type PlacedDiagnostic } from './diagnostics.js';

export interface Checked {
  /** From the root. */
  readonly files: readonly string[];
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/**
 * Checks prompts, strategies, cases and the configuration. Works where there is no git, too.
 * @param named files to check, from `directory`; all of them where there is none
 * @throws HumanError where a named file cannot be read or is outside
 */
export async function checkFiles(directory: string, named: readonly string[], signal: AbortSignal): Promise<Checked> {
  const repository = await openRepository(directory, signal);
  const root = repository?.root ?? (await realpath(directory));
  const { configuration } = await readConfiguration(root);
  const find = async (globs: readonly string[]): Promise<string[]> => {
    const found = repository
      ? await findPrompts(repository, { globs }, signal)
      : (await findPromptsInFolder(root, { globs }, {}, signal)).prompts;
    return found.map(({ path }) => path);
  };
  // A broken configuration cannot say which files are prompts.
  const prompts = await find((configuration ?? defaultConfiguration).prompts);
  const others = await find([strategySuffix, casesSuffix].map((suffix) => `**/*${suffix}`));
  const hasConfiguration = (await readText(join(root, configurationFile))) !== undefined;
  const files =
    named.length > 0
      ? await Promise.all(named.map((name) => pathFrom(root, resolve(directory, name))))
      : [...(hasConfiguration ? [configurationFile] : []), ...[...prompts, ...others].sort()];
  const diagnostics: PlacedDiagnostic[] = [];
  for (const path of files) {
    const text = await readText(join(root, path));
    if (text === undefined) throw new HumanError('input', `${path} cannot be read. Nothing was checked in it.`);
    const promptPath = path.endsWith(casesSuffix) ? promptOfCases(path, text) : undefined;
    const prompt =
      promptPath !== undefined && prompts.includes(promptPath) ? await readText(join(root, promptPath)) : undefined;
    const ofCases = promptPath !== undefined && prompt !== undefined ? { path: promptPath, text: prompt } : undefined;
    const found = [...fileDiagnostics(path, text, prompts, ofCases), ...(await includeDiagnostics(root, path, text))];
    diagnostics.push(...placed(path, text, found));
  }
  return { files, diagnostics };
}

async function pathFrom(root: string, file: string): Promise<string> {
  const path = relative(root, await realpath(file).catch(() => file));
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path))
    throw new HumanError('input', `${file} is outside of ${root}.`);
  return path.split(sep).join('/');
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
