/** A map from positive whole numbers (up to 53 bits, evenly spread) to small whole numbers, without an object for each. */
export class NumberMap {
  size = 0;
  /** A number stands at its own place, or after it where that was taken; 0 is free. */
  private numbers = new Float64Array(1024);
  private values = new Int32Array(1024);

  get(number: number): number | undefined {
    const at = this.placeOf(number);
    return this.numbers[at] === number ? this.values[at] : undefined;
  }

  set(number: number, value: number): void {
    const at = this.placeOf(number);
    if (this.numbers[at] !== number) this.size++;
    this.numbers[at] = number;
    this.values[at] = value;
    if (this.size * 2 > this.numbers.length) this.grow();
  }

  delete(number: number): void {
    const { numbers, values } = this;
    const last = numbers.length - 1;
    let free = this.placeOf(number);
    if (numbers[free] !== number) return;
    this.size--;
    // What stands after it because its own place was taken moves up.
    for (let at = (free + 1) & last; numbers[at] !== 0; at = (at + 1) & last) {
      const own = (numbers[at] ?? 0) & last;
      if (((at - own) & last) < ((at - free) & last)) continue;
      numbers[free] = numbers[at] ?? 0;
      values[free] = values[at] ?? 0;
      free = at;
    }
    numbers[free] = 0;
  }

  *entries(): Generator<[number, number]> {
    for (let at = 0; at < this.numbers.length; at++) {
      const number = this.numbers[at] ?? 0;
      if (number !== 0) yield [number, this.values[at] ?? 0];
    }
  }

  /** Where a number is, or would be. */
  private placeOf(number: number): number {
    const { numbers } = this;
    const last = numbers.length - 1;
    let at = number & last;
    while (numbers[at] !== 0 && numbers[at] !== number) at = (at + 1) & last;
    return at;
  }

  private grow(): void {
    const { numbers, values } = this;
    this.numbers = new Float64Array(numbers.length * 2);
    this.values = new Int32Array(values.length * 2);
    for (let from = 0; from < numbers.length; from++) {
      const number = numbers[from] ?? 0;
      if (number === 0) continue;
      const at = this.placeOf(number);
      this.numbers[at] = number;
      this.values[at] = values[from] ?? 0;
    }
  }
}
