import type { JsonObject } from '../../prompts/json.js';
import type { Tool } from '../../prompts/promptDocument.js';
import type { PromptText } from '../../prompts/promptText.js';
import type { RenderedMessage } from '../../prompts/rendering/rendering.js';
import type { Interval } from '../comparison/bootstrap.js';
import type { ScorePairs } from '../comparison/compareRuns.js';
import type { GradingTask } from '../graders/gradeOutputs.js';
import type { Grade } from '../graders/grader.js';

/** A prompt filled in for one case. */
export interface FilledCase {
  readonly messages: readonly RenderedMessage[];
  /** The chat request that would be sent. */
  readonly request: JsonObject;
  /** Why it cannot be filled in. */
  readonly problem?: string;
}

/** A grade as it travels: what an assertion said already, schemas and all, does not come back. */
export type SentGrade = Omit<Grade, 'assertion'> & {
  /** Absent where it is the one that was sent, in its place. */
  readonly assertion?: Grade['assertion'];
};

/** What running cases takes that may be hostile or long. */
export interface CaseJobs {
  /** Fills a prompt in for many cases, without environment variables: requests are kept with recordings, and shared. */
  fill: {
    readonly takes: { readonly prompt: PromptText; readonly vars: readonly JsonObject[] };
    readonly gives: { readonly filled: readonly FilledCase[]; readonly tools: readonly Tool[] };
  };
  grade: { readonly takes: readonly GradingTask[]; readonly gives: readonly (readonly SentGrade[])[] };
  bootstrap: { readonly takes: ScorePairs & { readonly seed: number }; readonly gives: Interval | undefined };
}
