import type { PromptHandle } from '../projects.js';

/**
 * What the Versions view says where it has no rows, and no welcome says it; empty where there is nothing to say.
 * @param hasHistory some prompt of the window is in a repository that may be read
 * @param rows how many there are; undefined while they are being read
 */
export function viewMessage(handle: PromptHandle | undefined, hasHistory: boolean, rows: number | undefined): string {
  if (!hasHistory) return '';
  if (!handle) return 'Open a prompt, or choose one in Rollouts, to see its versions.';
  if (!handle.project) return noHistory(handle, true);
  return rows === 0 ? `${handle.prompt.name} has no version yet: the first commit makes it.` : '';
}

/** Why a prompt has no history to be read, as a sentence. */
export function noHistory({ prompt }: PromptHandle, isTrusted: boolean): string {
  return isTrusted
    ? `${prompt.name} is in no git repository, so it has no versions.`
    : `The versions of ${prompt.name} come from git, which runs only in a workspace that you trust.`;
}
