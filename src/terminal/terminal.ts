import type { Environment } from '../prompts/rendering/environment.js';

/** What the commands need of the terminal they run in. */
export interface Terminal {
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly environment: Environment;
  /** Standard output. */
  readonly write: (text: string | Uint8Array) => void;
  /** Standard error: what is no part of the result. */
  readonly writeAside: (text: string) => void;
  /** What `PROMPT_ROLLOUT_TOKENS` holds. */
  readonly tokens?: string | undefined;
  /** A person reads the result as it is written. */
  readonly isScreen: boolean;
  readonly colours: boolean;
  /** Shows how far something long is, in one line that the next one replaces; empty takes it away. Absent where nobody sees it. */
  readonly progress?: (line: string) => void;
  /** Asks the person; absent where there is none. Returns the line that was typed, empty where there was none. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
}
