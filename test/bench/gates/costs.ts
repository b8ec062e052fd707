/** The most that one unit costs: what is above is cut there. */
export const costCap = 0.5;

/**
 * Costs with a heavy tail: Pareto's of shape 1.5, whose variance has no bound, cut at the cap; 4,096 values, each as likely.
 * @param mean what they cost on average, after cutting
 */
export function costs(mean: number): Float64Array {
  let [low, high] = [0, costCap];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanOf(table(middle)) < mean) low = middle;
    else high = middle;
  }
  return table(high);
}

function table(scale: number): Float64Array {
  return Float64Array.from({ length: 4096 }, (_, at) => {
    const beyond = 1 - (at + 0.5) / 4096;
    return Math.min(costCap, scale * (beyond ** (-1 / 1.5) - 1));
  });
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
