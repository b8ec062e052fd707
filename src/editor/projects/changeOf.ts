/** What a changed file means for what is shown; `saved` concerns one prompt alone, or those that may include the file. */
export type ChangeKind = 'configuration' | 'prompts' | 'traffic' | 'saved';

/** What of a repository is worth a look when it changes. */
export interface Watched {
  readonly isPrompt: (path: string) => boolean;
  /** The files that its traffic backends keep, from its root. */
  readonly trafficFiles: ReadonlySet<string>;
  readonly hasGit: boolean;
}

/** A watcher sees the folder appear, and of what is written into it at once perhaps nothing. */
const ofNewRepository: ReadonlySet<string> = new Set(['.git', '.git/HEAD', '.git/config', '.git/objects']);

/**
 * What the change of a file means; undefined for a file that nothing shown depends on.
 * @param path from the root of the repository, with forward slashes
 * @param isIncludable whether the file stands where some prompt could include it
 */
export function changeOf(
  path: string,
  how: 'changed' | 'created' | 'deleted',
  watched: Watched,
  isIncludable: () => boolean = () => false,
): ChangeKind | undefined {
  if (path === 'prompt-rollout.yaml') return 'configuration';
  if (!watched.hasGit && ofNewRepository.has(path)) return 'configuration';
  if (path.startsWith('.git/')) return undefined;
  if (path.endsWith('.rollout.yaml')) return 'prompts';
  if (watched.trafficFiles.has(path)) return 'traffic';
  if (!watched.isPrompt(path)) return isIncludable() ? 'saved' : undefined;
  return how === 'changed' ? 'saved' : 'prompts';
}
