import type { Projects, PromptHandle } from '../projects.js';
import { previousOf, pointOf, type VersionPoint } from './point.js';

/** The released version of a prompt, from which a rollout starts; undefined where nothing is released. */
export function baselineOf(projects: Projects, handle: PromptHandle): VersionPoint | undefined {
  const seen = projects.seen(handle);
  if (!seen || !('prompt' in seen)) return undefined;
  const { released, paths } = seen.state;
  return released === undefined
    ? undefined
    : { kind: 'version', id: released, path: paths.get(released) ?? handle.prompt.path };
}

/**
 * What the file is compared with where nobody says otherwise: the baseline, else the newest version that it differs
 * from. Undefined where there is none, or no git.
 */
export async function comparedWithFile(
  projects: Projects,
  handle: PromptHandle,
  isUnsaved: boolean,
  signal?: AbortSignal,
): Promise<VersionPoint | undefined> {
  const baseline = baselineOf(projects, handle);
  const { project, prompt } = handle;
  if (baseline || !project) return baseline;
  const [{ readNewest }, { workingVersion }] = await Promise.all([
    import('../versions/versionList.js'),
    import('../../workspace/draft.js'),
  ]);
  const [list, working] = await Promise.all([
    readNewest(project, prompt.path, signal),
    projects.isDraft(handle) ? workingVersion(project.repository, prompt.path, signal) : undefined,
  ]);
  const previous = previousOf(list, { kind: 'file' }, { isUnsaved, ...(working !== undefined && { working }) });
  return previous && pointOf(previous);
}
