import { setImmediate as nextTurn } from 'node:timers/promises';

let last = Promise.resolve();

/**
 * Settles when a process may be started. Starting one holds the thread, in a large process for 10 to 30 ms, so each has
 * a turn of the event loop to itself; there is one loop in a thread, hence one queue.
 */
export function turnToStart(): Promise<void> {
  last = last.then(() => nextTurn());
  return last;
}
