/**
 * The 95 % interval of a share of which `count` in `n` were seen (Wilson, Probable inference, the law of succession, and
 * statistical inference, 1927).
 */
export function wilson(count: number, n: number): readonly [low: number, high: number] {
  const z = 1.959963984540054;
  const share = count / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return [Math.max(0, (centre - half) / whole), Math.min(1, (centre + half) / whole)];
}
