import { currentStage } from '../decide.js';
import { stageWords } from '../eventWords.js';
import type { Rollout } from '../state.js';

/** How a rollout stands, in a few words, and whether that is good news. */
export interface Standing {
  readonly words: string;
  /** Why, where there is a why. */
  readonly detail?: string;
  readonly tone: 'running' | 'good' | 'warning' | 'bad';
}

export function standingOf(rollout: Rollout): Standing {
  const { condition, end } = rollout;
  const detail = (text: string | undefined): { readonly detail?: string } => (text ? { detail: text } : {});
  if (end) {
    const { how, cause } = end;
    if (how === 'completed') return { words: 'completed', ...detail(end.detail), tone: 'good' };
    if (how === 'reverted') return { words: 'reverted', ...detail(end.detail), tone: 'warning' };
    return { words: `rolled back${cause ? ` (${cause})` : ''}`, ...detail(end.detail), tone: 'bad' };
  }
  const stage = stageWords(currentStage(rollout));
  if (condition.is === 'held') {
    const { cause } = condition;
    return {
      words: `held (${cause}) on ${stage}`,
      detail: condition.detail,
      tone: cause === 'harm' ? 'bad' : 'warning',
    };
  }
  return { words: `${condition.is} on ${stage}`, tone: condition.is === 'paused' ? 'warning' : 'running' };
}
