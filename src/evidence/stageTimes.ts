/** Units of the candidate by their last event, and the first event of any, in `[since, the next since)` of event time. */
export interface StageTime {
  readonly since: number;
  readonly units: number;
  /** Epoch milliseconds. */
  readonly first: number;
}

/**
 * When the candidate's units were seen, no finer than is needed to tell what was since a stage began: by blocks, and within
 * a block by the stages that were known when a unit was added. A stage that is told of later, and that began within a block
 * that was counted before, has that block's units from its next known time on: rather too few than too many.
 */
export class StageTimes {
  private readonly times = new Map<number, { units: number; first: number }>();

  /** @param block milliseconds */
  constructor(private readonly block: number) {}

  /** Notes an event of a unit. @param stages when stages began; in any order */
  see(time: number, stages: readonly number[]): void {
    const at = this.at(time, stages);
    at.first = Math.min(at.first, time);
  }

  /** Counts a settled unit whose last event is at `time`. */
  count(time: number, stages: readonly number[]): void {
    this.at(time, stages).units++;
  }

  /** What was since a stage began; `first` is Infinity where nothing was. */
  since(stage: number): { readonly units: number; readonly first: number } {
    let [units, first] = [0, Infinity];
    for (const [since, at] of this.times) {
      if (since < stage) continue;
      units += at.units;
      first = Math.min(first, at.first);
    }
    return { units, first };
  }

  /** What another one needs to go on from here. */
  kept(): readonly StageTime[] {
    return [...this.times].map(([since, { units, first }]) => ({ since, units, first }));
  }

  /** Goes on from what was kept. */
  restore(kept: readonly StageTime[]): void {
    for (const { since, units, first } of kept) this.times.set(since, { units, first });
  }

  private at(time: number, stages: readonly number[]): { units: number; first: number } {
    let since = Math.floor(time / this.block) * this.block;
    for (const stage of stages) if (stage <= time && stage > since) since = stage;
    const known = this.times.get(since);
    if (known) return known;
    const fresh = { units: 0, first: Infinity };
    this.times.set(since, fresh);
    return fresh;
  }
}
