/** How a unit got its version: by chance, or (`segment`) the candidate by a segment rule. */
export const arms = ['baseline', 'candidate', 'segment'] as const;
export type Arm = (typeof arms)[number];

/** What the data says so far about one live rollout, as counted by a metric source. Times are epoch milliseconds. */
export interface Evidence {
  /** The newest event of this prompt, whatever its arm and version; absent where there is none. */
  readonly newest?: number;
  /** The first event of a unit of the candidate (by chance or by segment) since the stage began. */
  readonly firstOfStage?: number;
  /** Distinct units of the candidate (by chance or by segment) since the stage began, settled for every metric. */
  readonly stageUnits: number;
  /** Per arm, since the rollout began. */
  readonly arms: Readonly<Record<Arm, ArmEvidence>>;
  /** Units seen in more than one arm; they are in no other count. */
  readonly mixed: number;
  /** Lines since the rollout began whose version is neither baseline nor candidate, or that have none; they are in no other count. */
  readonly unknownVersions: number;
  /** Lines that could not be used, and why the first of them could not. */
  readonly skipped: { readonly lines: number; readonly reason?: string };
  /** Why the source could not be read, in words. */
  readonly failure?: string;
  /** A digest of what was counted, to be named in the log. Equal counts give equal digests. */
  readonly digest: string;
}

export interface ArmEvidence {
  /** Distinct units seen, whether or not their outcomes are final. */
  readonly units: number;
  /** By metric name: the rate (0–1) or the mean over the settled units that had a value. Metrics without any are absent. */
  readonly metrics: Readonly<Record<string, { readonly units: number; readonly value: number }>>;
}
