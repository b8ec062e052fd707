/** What the commands need of the terminal they run in. */
export interface Terminal {
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Standard output. */
  readonly write: (text: string | Uint8Array) => void;
  /** Standard error: what is no part of the result. */
  readonly writeAside: (text: string) => void;
  /** A person reads the result as it is written. */
  readonly isScreen: boolean;
  readonly colours: boolean;
  /** Asks the person; absent where there is none. Returns the line that was typed, empty where there was none. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
}
