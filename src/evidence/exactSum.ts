/**
 * A sum of finite numbers, rounded once, at the end: the order of the additions does not matter, so that everyone
 * who counts the same units gets the same digits. (Shewchuk, Adaptive precision floating-point arithmetic, 1997.)
 */
export class ExactSum {
  /**
   * Numbers of growing size whose bits do not overlap, and whose true sum is the true sum of what was added. Fractions from the
   * beginning: V8 keeps lists of whole numbers apart from those of others, and is slow where it meets both.
   */
  private readonly partials: number[] = [0.5, 0.5, 0.5];
  /** How many of them count; a list that shrinks and grows again would cost more than all additions. */
  private used = 0;

  /** @param partials those of another sum, to go on from it */
  constructor(partials: readonly number[] = []) {
    for (const partial of partials) this.partials[this.used++] = partial;
  }

  add(value: number): void {
    const { partials, used } = this;
    let high = value;
    // New partials overwrite those already read.
    let kept = 0;
    for (let at = 0; at < used; at++) {
      const partial = partials[at] ?? 0;
      const sum = high + partial;
      const part = sum - high;
      const low = high - (sum - part) + (partial - part);
      if (low !== 0) partials[kept++] = low;
      high = sum;
    }
    if (high !== 0) partials[kept++] = high;
    this.used = kept;
  }

  /** What another sum needs to go on from here. */
  parts(): readonly number[] {
    return this.partials.slice(0, this.used);
  }

  total(): number {
    let index = this.used - 1;
    let total = this.partials[index] ?? 0;
    let lost = 0;
    while (lost === 0 && index > 0) {
      const partial = this.partials[--index] ?? 0;
      const sum = total + partial;
      lost = partial - (sum - total);
      total = sum;
    }
    // What was lost may be exactly half a digit: then the next smaller partial says to which side to round.
    const next = this.partials[index - 1] ?? 0;
    const away = total + 2 * lost;
    return lost * next > 0 && away - total === 2 * lost ? away : total;
  }
}
