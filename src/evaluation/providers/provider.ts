import type { VersionId } from '../../workspace/version.js';
import type { ModelOutput } from '../modelOutput.js';
import type { AskedRequest } from '../recordings/recordings.js';
import type { Nearest } from '../recordings/nearestRecording.js';

/** One repeat of one case, of one version of one prompt. */
export interface Asked extends AskedRequest {
  /** The prompt's identity. */
  readonly prompt: string;
  readonly version: VersionId;
}

/** There is no output: neither a pass nor a fail, and never the output of another version. */
export interface Missing {
  /** Why: whole sentences for people. */
  readonly missing: string;
  /** What was recorded of the nearest request. */
  readonly nearest?: Nearest;
}

/** Where outputs come from. */
export interface Provider {
  /** What people call it, and what recordings name: `recorded`, `llama3 at http://localhost:11434`. */
  readonly name: string;
  /** It calls a model now, which takes time and may cost money. */
  readonly live: boolean;
  /** It asks something near the request, not the request itself. */
  readonly approximate?: true;
  /**
   * @throws HumanError naming the case, where something is broken: `unreachable`, `input`, `refused`, `conflict`; and
   * `cancelled`, within a second after `signal` was aborted
   */
  complete(asked: Asked, signal: AbortSignal): Promise<ModelOutput | Missing>;
}
