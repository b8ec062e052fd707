import type { Arm, ArmEvidence } from './arm.js';
import type { BlocksByArm } from './blocks.js';
import type { SegmentBlocks } from './statistics/counted.js';

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
  /** The counts that are judged, per arm and window of event time. */
  readonly blocks: BlocksByArm;
  /** The same within each value of the attributes that a metric is also watched by. */
  readonly segments: readonly SegmentBlocks[];
  /** Units seen in more than one arm within one stage; they are in no other count. */
  readonly mixed: number;
  /** The same by the block of their first event, in the order of time. */
  readonly mixedBlocks: readonly { readonly index: number; readonly units: number }[];
  /** Lines since the rollout began whose version is neither baseline nor candidate, or that have none; they are in no other count. */
  readonly unknownVersions: number;
  /** Lines that came after their unit was counted for good; they are in no other count. Absent where there are none. */
  readonly late?: number;
  /** Lines that could not be used, and why the first of them could not. */
  readonly skipped: { readonly lines: number; readonly reason?: string };
  /** Why the source could not be read, in words. */
  readonly failure?: string;
  /** A digest of what was counted, to be named in the log. Equal counts give equal digests. */
  readonly digest: string;
}
