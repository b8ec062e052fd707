/** How long a person would wait for VS Code to show something before calling it broken, in milliseconds. */
export const patience = 30_000;

const pause = 50;

/**
 * Asks again until the answer is one, as what is on the screen follows events that nobody can await.
 * Takes what is asked (an exception counts as no answer) and when it is an answer. Throws with the last answer.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  isAnswer: (value: T) => boolean = Boolean,
  limit = patience,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    let last: unknown;
    try {
      const value = await ask();
      if (isAnswer(value)) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not within ${limit / 1000} s: ${what}. Last seen: ${describe(last)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const describe = (value: unknown): string => (value instanceof Error ? value.message : JSON.stringify(value, null, 1));
