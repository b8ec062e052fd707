const mostMixed = 0.01;

/**
 * Whether so many units were seen in several arms (over 1 %) that the arms cannot be compared: a plain rule, as not one unit
 * should be.
 * @param mixed units in several arms @param single units in one
 */
export function tooManyMixed(mixed: number, single: number): boolean {
  return mixed > mostMixed * (mixed + single);
}
