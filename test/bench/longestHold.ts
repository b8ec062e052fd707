import { existsSync, readFileSync } from 'node:fs';

/** The longest that the main thread was kept from its other work, in milliseconds. */
export interface Hold {
  /** By the clock: on a busy machine, mostly what others did. */
  readonly clock: number;
  /** Of the processor; NaN where the system does not tell (it is Linux that does). */
  readonly processor: number;
}

/** Watches the main thread. @returns ends it, and tells */
export function longestHold(): () => Hold {
  let [clock, processor] = [0, 0];
  let last = { clock: performance.now(), processor: processorTime() };
  const timer = setInterval(() => {
    const now = { clock: performance.now(), processor: processorTime() };
    clock = Math.max(clock, now.clock - last.clock);
    processor = Math.max(processor, now.processor - last.processor);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return { clock, processor };
  };
}

/** The main thread's, in milliseconds. */
function processorTime(): number {
  const path = `/proc/self/task/${process.pid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6 : NaN;
}
