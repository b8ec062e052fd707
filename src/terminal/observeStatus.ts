import { promptRef } from '../project/plans.js';
import type { Environment, ProjectPrompt } from '../project/project.js';
import { damagedStatus, statusDocument, type StatusDocument } from '../project/status.js';
import type { LogSnapshot } from '../rollout/log/logBranch.js';

/** How a prompt stands by the log that was just read; a damaged log is a status, too. */
export async function observeStatus(
  { name, controller }: Environment,
  prompt: ProjectPrompt,
  seen: LogSnapshot,
  now: () => number,
  signal: AbortSignal,
): Promise<StatusDocument> {
  const state = seen.prompts.get(prompt.id)?.state;
  if (state?.is === 'damaged') return damagedStatus(prompt, name, state, now());
  return statusDocument(await controller.observe(promptRef(prompt), signal, seen), name, prompt.strategy?.text);
}

/** What a status means for a script: 0 fine; else the exit code for bad input, drift, or something unreachable. */
export function exitCodeOfStatus({ state, served, evidence }: StatusDocument): number {
  if (state === 'damaged') return 2;
  if (served.is === 'drift' || served.is === 'behind') return 3;
  if (served.is === 'unreachable' || (evidence && evidence.failure !== null)) return 4;
  return 0;
}
