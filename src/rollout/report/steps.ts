/** Work that can be put down between two steps, each of a few milliseconds: who has others waiting lets them have the thread. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** So many blocks take a few milliseconds. */
export const blocksAStep = 10_000;

/** Does all steps at once, where nobody waits. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
