import type { Environment } from '../../project/project.js';
import type { LogSnapshot } from '../../rollout/log/logBranch.js';
import type { PromptLog } from '../../rollout/log/logFile.js';
import type { Problem, PromptHandle } from '../projects.js';
import type { Root } from './roots.js';

/** The prompts of one root. */
export interface FoundHandles {
  readonly root: Root;
  readonly environment?: Environment;
  /** Those inside the workspace folders. */
  readonly handles: readonly PromptHandle[];
  /** Of all prompts of the repository. */
  readonly ids: ReadonlySet<string>;
  /** Why there are none. */
  readonly problem?: Problem;
}

/** @param wanted the environment to show; the first one where the root has none of that name */
export async function findHandles(root: Root, wanted: string | undefined, signal: AbortSignal): Promise<FoundHandles> {
  const { project } = root;
  const environment = project?.environments.find(({ name }) => name === wanted) ?? project?.environments[0];
  const prompts = await root.find(signal);
  const handles = prompts.flatMap((prompt): PromptHandle[] => {
    const uri = root.uriOf(prompt.path);
    return uri ? [{ prompt, uri, ...(project && { project }), ...(environment && { environment }) }] : [];
  });
  return { root, ...(environment && { environment }), handles, ids: new Set(prompts.map(({ id }) => id)) };
}

/** Prompts with a live rollout or a damaged log whose file was moved or deleted: they must stay in reach of an abort. */
export async function goneHandles(
  { root, environment, ids }: FoundHandles,
  { prompts }: LogSnapshot,
): Promise<readonly PromptHandle[]> {
  const gone = [...prompts].filter(
    ([id, { state }]) => !ids.has(id) && (state.is === 'live' || state.is === 'damaged'),
  );
  const { project } = root;
  if (!project || !environment || gone.length === 0) return [];
  const { formatOf } = await import('../../prompts/formats/index.js');
  return gone.flatMap(([id, log]): PromptHandle[] => {
    const path = lastPath(id, log);
    const uri = root.uriOf(path);
    return uri
      ? [{ prompt: { path, id, name: id, format: formatOf(path).id }, uri, project, environment, gone: true }]
      : [];
  });
}

function lastPath(id: string, { state }: PromptLog): string {
  if (state.is === 'damaged' || !state.live) return id;
  return state.paths.get(state.live.candidate) ?? id;
}
