/** Lets work on the same thing happen one after the other: a tick must not meet the intent that an action just logged. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs when everything asked for under the same key before has ended, however it ended. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const own = (before ?? Promise.resolve()).then(work, work);
    const settled = own.catch(() => undefined);
    this.last.set(key, settled);
    try {
      return await own;
    } finally {
      if (this.last.get(key) === settled) this.last.delete(key);
    }
  }
}
