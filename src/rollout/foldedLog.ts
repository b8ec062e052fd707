import { HumanError } from '../prompts/humanError.js';
import type { LogSnapshot } from './log/logBranch.js';
import { emptyPromptLog, type PromptLog } from './log/logFile.js';
import type { PromptRef } from './observe.js';
import type { PromptState } from './state.js';

/** A prompt's log that is not damaged. */
export type FoldedLog = PromptLog & { readonly state: PromptState };

/** The log of one prompt. @throws HumanError `input` where it is damaged */
export function foldedLog(prompt: PromptRef, { prompts }: LogSnapshot): FoldedLog {
  const own = prompts.get(prompt.id) ?? emptyPromptLog;
  const { state } = own;
  if (state.is !== 'damaged') return { ...own, state };
  throw new HumanError(
    'input',
    `The log of ${prompt.name} is damaged at ${state.place}: ${state.problem}. Nothing is changed on top of it; "abort" puts it aside and begins a new one.`,
  );
}
