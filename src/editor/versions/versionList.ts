import type { Project } from '../../project/project.js';
import { versionLabel, type Version, type VersionId } from '../../workspace/version.js';

/** The history of one prompt, as far as it was read, newest first. */
export interface VersionList {
  readonly versions: readonly Version[];
  /** All of it was read, so that ordinals are known. */
  readonly complete: boolean;
  /** The clone leaves out where the history began: what is read may be all, and yet no ordinal is known. */
  readonly shallow: boolean;
  /** The commit whose history this is; absent while there is none. */
  readonly head?: string;
}

/** How many rows are shown at first, and added by every "Load more". */
export const pageSize = 50;

/** Reads the newest versions, which takes a few milliseconds however long the history is. */
export async function readNewest({ repository }: Project, path: string, signal?: AbortSignal): Promise<VersionList> {
  const { historyPage } = await import('../../workspace/history.js');
  const { next, ...page } = await historyPage(repository, path, { count: pageSize }, signal);
  return { ...page, complete: next === undefined };
}

/** Reads the whole history. */
export async function readAll({ repository }: Project, path: string, signal?: AbortSignal): Promise<VersionList> {
  const { historyPage } = await import('../../workspace/history.js');
  return { ...(await historyPage(repository, path, { count: Infinity }, signal)), complete: true };
}

/** Which version of the prompt it is, counted from the oldest, 1; undefined where that is not known. */
export function ordinalAt({ versions, complete, shallow }: VersionList, index: number): number | undefined {
  return complete && !shallow ? versions.length - index : undefined;
}

/** `v12` where that is known, else the seven digits; those too for a version that the history does not have. */
export function labelOf(list: VersionList, id: VersionId): string {
  const index = list.versions.findIndex((version) => version.id === id);
  return versionLabel(id, index < 0 ? undefined : ordinalAt(list, index));
}
