import type { Evidence } from '../../evidence/evidence.js';
import type { Judged } from '../../evidence/statistics/judged.js';
import type { VersionId } from '../../workspace/version.js';
import type { LoggedEvent } from '../log/logFile.js';
import type { PromptRef } from '../observe.js';
import type { Rollout } from '../state.js';

/** What a report is made of: one rollout, what the log tells of it, and what its data said at one moment. */
export interface ReportInput {
  readonly prompt: Pick<PromptRef, 'id' | 'name'>;
  readonly environment: string;
  readonly rollout: Rollout;
  /** Rollouts of the prompt before it. */
  readonly earlier: readonly Rollout[];
  /** All of the prompt, oldest first. */
  readonly events: readonly LoggedEvent[];
  /** Epoch milliseconds: now, or when the rollout ended. */
  readonly at: number;
  /** Absent where the data was not read. */
  readonly evidence?: Evidence;
  /** Absent where nothing is measured. */
  readonly judged?: Judged;
  /** What was said before each time that was set aside: what a person overrode stays to be seen. */
  readonly judgedBefore?: readonly Judged[];
  /** What people call a version. */
  readonly nameOf: (version: VersionId) => string;
}
