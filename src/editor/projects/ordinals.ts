import { versionLabel, type VersionId } from '../../workspace/version.js';
import type { PromptHandle, Seen } from '../projects.js';

/** The ordinals of the versions that rollouts are about; each history is walked again only for a version it did not show. */
export class Ordinals {
  private readonly known = new Map<string, ReadonlyMap<VersionId, number>>();
  private readonly missing = new Set<string>();

  nameOf(prompt: string, version: VersionId): string {
    return versionLabel(version, this.known.get(prompt)?.get(version));
  }

  /**
   * Counts what is not counted yet.
   * @param prompt the key of the prompt
   * @returns whether any name has changed
   */
  async count(
    prompt: string,
    { project, prompt: { path } }: PromptHandle,
    versions: readonly VersionId[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const known = this.known.get(prompt);
    const wanted = versions.filter((version) => !known?.has(version) && !this.missing.has(`${prompt}\n${version}`));
    if (!project || wanted.length === 0) return false;
    const { historyPage } = await import('../../workspace/history.js');
    const history = await historyPage(project.repository, path, { count: Infinity }, signal);
    // Oldest first, so that of a content that returned the newest ordinal counts; a shallow clone cannot tell how many are before.
    const all = history.shallow ? [] : history.versions;
    const counted = all.map(({ id }, index) => [id, all.length - index] as const);
    const ordinals = new Map(counted.reverse());
    this.known.set(prompt, ordinals);
    for (const version of wanted) if (!ordinals.has(version)) this.missing.add(`${prompt}\n${version}`);
    return true;
  }
}

/** The versions that a prompt's rollouts are about now. */
export function versionsIn(seen: Seen | undefined): readonly VersionId[] {
  if (!seen || !('prompt' in seen)) return [];
  const { live, released, ended } = seen.state;
  const last = ended.at(-1);
  return [live?.candidate, released, last?.baseline, last?.candidate].filter((version) => version !== undefined);
}
