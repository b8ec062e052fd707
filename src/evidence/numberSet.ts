/** All that is left of a number, from 2^21 on, as 32 bits. */
const upper = 2 ** 21;

/**
 * A set of whole numbers of 53 bits, evenly spread, that is quick to ask: a table holds 32 of the bits of each number at a
 * place that most of the others tell. A number that is not in it is taken for one that is with a chance of 1 in some 3,000,000,000.
 */
export class NumberSet {
  size = 0;
  /** In the order in which they came. */
  private numbers = new Float64Array(1024);
  /** 0 is free. A number stands at its own place, or after it where that was taken. */
  private table = new Uint32Array(2048);

  has(number: number): boolean {
    return this.table[this.placeOf(number)] !== 0;
  }

  add(number: number): void {
    const at = this.placeOf(number);
    if (this.table[at] !== 0) return;
    if (this.size === this.numbers.length) {
      this.grow();
      this.add(number);
      return;
    }
    this.table[at] = upperBits(number);
    this.numbers[this.size++] = number;
  }

  /** All of them, in the order in which they came. */
  all(): Float64Array {
    return this.numbers.subarray(0, this.size);
  }

  /** Where a number is, or would be. */
  private placeOf(number: number): number {
    const { table } = this;
    const last = table.length - 1;
    const bits = upperBits(number);
    let at = number & last;
    for (let there = table[at]; there !== 0 && there !== bits; there = table[at]) at = (at + 1) & last;
    return at;
  }

  /** By as much as makes it rare, since every number goes to another place. */
  private grow(): void {
    const numbers = this.all();
    this.numbers = new Float64Array(numbers.length * 4);
    this.numbers.set(numbers);
    this.table = new Uint32Array(numbers.length * 8);
    for (const number of numbers) this.table[this.placeOf(number)] = upperBits(number);
  }
}

function upperBits(number: number): number {
  return (number / upper) >>> 0 || 1;
}
