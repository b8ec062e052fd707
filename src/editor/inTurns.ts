import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../rollout/report/steps.js';

/** Does one step after another, and lets others have the thread before each. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await nextTurn();
    const step = steps.next();
    if (step.done) return step.value;
  }
}
