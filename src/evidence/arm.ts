/** How a unit got its version: by chance, or (`segment`) the candidate by a segment rule. */
export const arms = ['baseline', 'candidate', 'segment'] as const;
export type Arm = (typeof arms)[number];

export interface ArmEvidence {
  /** Distinct units seen, whether or not their outcomes are final. */
  readonly units: number;
  /** By metric name: the rate (0–1) or the mean over the settled units that had a value. Metrics without any are absent. */
  readonly metrics: Readonly<Record<string, { readonly units: number; readonly value: number }>>;
}
