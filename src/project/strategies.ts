import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { join } from 'node:path';
import { isObject } from '../prompts/json.js';
import { readYaml } from '../prompts/yamlSource.js';
import type { PromptFile } from '../workspace/promptFinder.js';
import { listFiles } from '../workspace/promptFinder.js';
import type { Repository } from '../workspace/repository.js';

export const strategySuffix = '.rollout.yaml';

/** A strategy file and its text as it is on disk. */
export interface StrategyFile {
  /** From the repository root. */
  readonly path: string;
  readonly text: string;
}

/** The strategies of a repository by the path of the prompt that they name. */
export async function findStrategies(
  repository: Repository,
  prompts: readonly PromptFile[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StrategyFile>> {
  const known = new Set(prompts.map(({ path }) => path));
  const strategies = new Map<string, StrategyFile>();
  for (const path of (await listFiles(repository, signal)).filter((file) => file.endsWith(strategySuffix))) {
    const text = await readFile(join(repository.root, path), 'utf8').catch(() => undefined);
    const prompt = text === undefined ? undefined : promptOf(path, text);
    if (text !== undefined && prompt !== undefined && known.has(prompt)) strategies.set(prompt, { path, text });
  }
  return strategies;
}

/** The path of the prompt that a strategy names, from the repository root. */
function promptOf(path: string, text: string): string | undefined {
  const { value } = readYaml(text);
  // Half-typed YAML has no value, but it does not stop being this prompt's strategy.
  const prompt = isObject(value) ? value['prompt'] : /^prompt:[ \t]*["']?([^"'#\r\n]+)/m.exec(text)?.[1]?.trim();
  return typeof prompt === 'string' ? posix.join(posix.dirname(path), prompt) : undefined;
}
