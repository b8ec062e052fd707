import { formatDiagnostic } from '../prompts/diagnostic.js';
import { parsePrompt } from '../prompts/formats/index.js';
import { HumanError } from '../prompts/humanError.js';
import type { VersionAt } from '../rollout/moves.js';
import type { Repository } from '../workspace/repository.js';
import { versionLabel } from '../workspace/version.js';
import { readVersion } from '../workspace/versionContent.js';

/** Refuses a version that is broken: nobody must be served a prompt that cannot be read. @throws HumanError with the place */
export async function requireReleasable(
  repository: Repository,
  name: string,
  version: VersionAt,
  signal: AbortSignal,
): Promise<void> {
  const text = await readVersion(repository, version.id, signal);
  const problem = parsePrompt(version.path, text).diagnostics.find(({ severity }) => severity === 'error');
  if (!problem) return;
  throw new HumanError(
    'input',
    `${name} ${versionLabel(version.id)} cannot be released: ${formatDiagnostic(version.path, text, problem)}. Nothing was changed; commit a version without errors, or choose another.`,
  );
}
