/**
 * ln Γ(x) for x > 0, to the last digits of a double: Stirling's series from 10 on, where its next term is below 1e-13, and
 * Γ(x) = Γ(x + 1)/x below. (Abramowitz and Stegun, 6.1.41 and 6.1.15.)
 */
export function logGamma(x: number): number {
  let below = 0;
  let at = x;
  for (; at < 10; at++) below += Math.log(at);
  const inverse = 1 / (at * at);
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188))));
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series / at - below;
}
