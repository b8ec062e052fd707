/** Tries until it no longer throws, and returns what it returns; throws what it threw last when the time is up. */
export async function eventually<T>(attempt: () => T, milliseconds = 15_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
