import type { Project } from '../../project/project.js';
import type { PromptHandle } from '../projects.js';

/** Those whose file differs from the committed one. A few processes for each repository, however many prompts. */
export async function draftsAmong(
  handles: readonly PromptHandle[],
  signal: AbortSignal,
): Promise<readonly PromptHandle[]> {
  const { drafts } = await import('../../workspace/draft.js');
  const found = [...byProject(handles)].map(async ([{ repository }, own]) => {
    const paths = await drafts(
      repository,
      own.map(({ prompt }) => prompt.path),
      signal,
    );
    return own.filter(({ prompt }) => paths.has(prompt.path));
  });
  return (await Promise.all(found)).flat();
}

function byProject(handles: readonly PromptHandle[]): ReadonlyMap<Project, PromptHandle[]> {
  const groups = new Map<Project, PromptHandle[]>();
  for (const handle of handles) {
    const { project, gone } = handle;
    if (!project || gone) continue;
    const known = groups.get(project);
    if (known) known.push(handle);
    else groups.set(project, [handle]);
  }
  return groups;
}
