import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/**
 * Maps many things, and lets others have the thread before every slice of them.
 * @param together how many are mapped at a stretch
 * @param rest milliseconds between two slices, where somebody gathers what is done in them
 */
export async function inSlices<T, U>(
  things: readonly T[],
  together: number,
  map: (thing: T) => U,
  rest = 0,
): Promise<readonly U[]> {
  const mapped: U[] = [];
  for (let start = 0; start < things.length; start += together) {
    await (start > 0 && rest > 0 ? sleep(rest) : nextTurn());
    for (const thing of things.slice(start, start + together)) mapped.push(map(thing));
  }
  return mapped;
}
