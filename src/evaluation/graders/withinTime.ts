import { createContext, Script } from 'node:vm';
import { isObject } from '../../prompts/json.js';

/**
 * Works on items one after the other, and stops what takes longer than a limit. A regular expression cannot be asked to
 * stop; Node ends one only where it runs under the time limit of `vm`. Starting that clock takes longer than most checks,
 * so it is started for many items together, and again at the item in whose midst it ran out. One that has had the whole time
 * to itself twice is given up; once might be the machine's fault.
 * @param milliseconds what one item may take
 * @param work must leave nothing half-done that it trips over when it is stopped midway and done again
 * @param stopped the result of an item that was given up
 * @returns the results, in the order of the items
 */
export function withinTime<Item, Result>(
  items: readonly Item[],
  milliseconds: number,
  work: (item: Item) => Result,
  stopped: (item: Item) => Result,
): Result[] {
  const results: Result[] = [];
  let tries = 0;
  for (;;) {
    const rest = items.slice(results.length);
    const [first] = rest;
    if (first === undefined) return results;
    const before = results.length;
    const isDone = isOnTime(milliseconds, () => {
      for (const item of rest) results.push(work(item));
    });
    if (isDone) return results;
    tries = results.length === before ? tries + 1 : 0;
    if (tries === 2) {
      results.push(stopped(first));
      tries = 0;
    }
  }
}

/** Nothing that others wrote runs in here: the context is a clock, not a boundary. Making one takes longer than most checks. */
const clock = createContext({});
const script = new Script('work()');

/** Whether it came to its end. */
function isOnTime(milliseconds: number, work: () => void): boolean {
  clock['work'] = work;
  try {
    script.runInContext(clock, { timeout: milliseconds });
    return true;
  } catch (error) {
    if (isObject(error) && error['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}
