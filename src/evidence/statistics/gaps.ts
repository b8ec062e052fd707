/** How far beyond the null line a bet sees the candidate, in units of `gapUnit`. */
export const gapFactors = {
  harm: [1, 2, 4, 8],
  /** A segment's share of the traffic is small: only large harm shows. */
  harmInSegment: [2, 4, 8, 16],
  proof: [0.5, 1, 2],
} as const;
