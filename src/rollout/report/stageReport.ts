import { requirementWords, stageWords } from '../eventWords.js';
import type { Rollout } from '../state.js';

/** One stage of the strategy, and when the rollout stood on it. */
export interface StageReport {
  readonly name: string;
  /** `canary (5 %)` */
  readonly words: string;
  /** What leaving it asks for. */
  readonly asks: string;
  readonly is: 'done' | 'now' | 'to come' | 'not reached';
  /** Epoch milliseconds; absent where it never stood there. The last time, where it did several times. */
  readonly from?: number;
  readonly to?: number;
}

/** @param at epoch milliseconds: now, or when the rollout ended */
export function stagesOf({ strategy, steps, stage: current, end }: Rollout, at: number): readonly StageReport[] {
  return strategy.stages.map((stage, index): StageReport => {
    const step = steps.findLastIndex((one) => one.stage === index);
    const since = steps[step]?.since;
    const times = since === undefined ? {} : { from: since, to: steps[step + 1]?.since ?? at };
    const isCurrent = index === current && !end;
    const is = isCurrent ? 'now' : since !== undefined ? 'done' : end ? 'not reached' : 'to come';
    return { name: stage.name, words: stageWords(stage), asks: requirementWords(stage), is, ...times };
  });
}
