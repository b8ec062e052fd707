import type { PromptHandle, Seen } from '../projects.js';

/** What the log alone tells of a prompt; backend and data are not asked. */
export function seenInLog({ prompt: { id, name } }: PromptHandle, state: Seen['state'], now: number): Seen {
  if (state.is === 'damaged') return { state };
  const flag = state.flag ?? name;
  return { prompt: { id, name, flag }, at: now, state, flag, serving: { as: 'expected' } };
}
