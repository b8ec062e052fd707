import { baselineOf } from '../compare/baseline.js';
import type { VersionPoint } from '../compare/point.js';
import type { Projects, PromptHandle } from '../projects.js';

/** What people call the version that marks are against: `v12, the baseline`. */
export async function sinceWords(projects: Projects, handle: PromptHandle, { id }: VersionPoint): Promise<string> {
  await projects.nameVersions(handle, [id]);
  const name = projects.versionName(handle, id);
  return baselineOf(projects, handle)?.id === id ? `${name}, the baseline` : name;
}
