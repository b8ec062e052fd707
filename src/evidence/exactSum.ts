/**
 * A sum of finite numbers, rounded once, at the end: the order of the additions does not matter, so that everyone
 * who counts the same units gets the same digits. (Shewchuk, Adaptive precision floating-point arithmetic, 1997.)
 */
export class ExactSum {
  /** Numbers of growing size whose bits do not overlap, and whose true sum is the true sum of what was added. */
  private readonly partials: number[] = [];

  add(value: number): void {
    let high = value;
    // New partials overwrite those already read.
    let kept = 0;
    for (const partial of this.partials) {
      const sum = high + partial;
      const part = sum - high;
      const low = high - (sum - part) + (partial - part);
      if (low !== 0) this.partials[kept++] = low;
      high = sum;
    }
    if (high !== 0) this.partials[kept++] = high;
    if (kept < this.partials.length) this.partials.length = kept;
  }

  total(): number {
    let index = this.partials.length - 1;
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
