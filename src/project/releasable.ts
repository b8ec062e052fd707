import { formatDiagnostic } from '../prompts/diagnostic.js';
import { parsePrompt } from '../prompts/formats/index.js';
import { resolveIncludes } from '../prompts/includes.js';
import { HumanError } from '../prompts/humanError.js';
import type { Repository } from '../workspace/repository.js';
import { versionLabel, type VersionAt } from '../workspace/version.js';
import { readVersion } from '../workspace/versionContent.js';

/**
 * Refuses a version that is broken, or whose included files are: nobody must be served a prompt that cannot be read.
 * @throws HumanError with the place
 */
export async function requireReleasable(
  repository: Repository,
  name: string,
  version: VersionAt,
  signal: AbortSignal,
): Promise<void> {
  const { path, text, includes } = await readVersion(repository, version, signal);
  const resolved = await resolveIncludes(path, text, (file) =>
    Promise.resolve(new Map(Object.entries(includes)).get(file)),
  );
  const problem = [...parsePrompt(path, text).diagnostics, ...resolved.diagnostics].find(
    ({ severity }) => severity === 'error',
  );
  if (!problem) return;
  throw new HumanError(
    'input',
    `${name} ${versionLabel(version.id)} cannot be released: ${formatDiagnostic(path, text, problem)}. Nothing was changed; commit a version without errors, or choose another.`,
  );
}
