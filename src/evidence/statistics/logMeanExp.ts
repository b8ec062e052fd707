/** ln of the mean of e-values that are given by their logarithms; of none: 0, as nothing was bet. */
export function logMeanExp(bets: readonly { readonly log: number }[]): number {
  if (bets.length === 0) return 0;
  let most = -Infinity;
  for (const { log } of bets) most = Math.max(most, log);
  let sum = 0;
  for (const { log } of bets) sum += Math.exp(log - most);
  return most + Math.log(sum / bets.length);
}
