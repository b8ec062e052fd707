/** Numbers from 0 to below 1 (sfc32, public domain): its period is long enough for many millions of draws in one stream. */
export type Random = () => number;

export function random(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9 | 0, 0x243f6a88 | 0, seed | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** How many of n units are 1, each with a chance: by inversion, in parts where the first term would be too small. */
export function binomial(n: number, chance: number, next: Random): number {
  if (chance > 0.5) return n - binomial(n, 1 - chance, next);
  if (n === 0 || chance <= 0) return 0;
  if (n * chance > 60) {
    const half = n >> 1;
    return binomial(half, chance, next) + binomial(n - half, chance, next);
  }
  const odds = chance / (1 - chance);
  let term = (1 - chance) ** n;
  let left = next();
  for (let count = 0; count < n; count++) {
    if (left < term) return count;
    left -= term;
    term *= (odds * (n - count)) / (count + 1);
  }
  return n;
}

/** How many of n units fall to each of some shares, together 1. */
export function multinomial(n: number, shares: readonly number[], next: Random): number[] {
  let [left, rest] = [n, 1];
  return shares.map((share) => {
    const count = binomial(left, Math.min(1, share / rest), next);
    left -= count;
    rest = Math.max(1e-12, rest - share);
    return count;
  });
}
