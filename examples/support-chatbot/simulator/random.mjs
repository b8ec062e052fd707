/**
 * A seeded source of numbers in [0, 1): the same seed gives the same numbers everywhere (mulberry32).
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One of several values, each as likely as its weight says.
 * @template T
 * @param {() => number} random
 * @param {readonly (readonly [T, number])[]} weighted weights sum to 1
 * @returns {T}
 */
export function pick(random, weighted) {
  let left = random();
  for (const [value, weight] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  return weighted[weighted.length - 1][0];
}

/**
 * A positive number around `median`, with a long tail upwards.
 * @param {() => number} random
 * @param {number} median
 * @param {number} spread standard deviation of the logarithm
 */
export function lognormal(random, median, spread) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}
