import type { EvaluationWork } from '../evaluation/work/jobs.js';
import type { Terminal } from './terminal.js';

/** A word after the command. */
export interface Positional {
  readonly name: string;
  readonly required?: true;
  /** Takes all words that are left. */
  readonly many?: true;
}

export interface Option {
  /** What its value is called in the help; absent: it takes none. */
  readonly value?: string;
  readonly short?: string;
  readonly summary: string;
  readonly required?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** The options of a call; only those that its command knows can be asked for. */
export interface OptionValues {
  /** The value of an option that takes one. */
  text(name: string): string | undefined;
  /** Every value of an option that may be given more than once, in order. */
  texts(name: string): readonly string[];
  /** Whether an option without a value was given. */
  flag(name: string): boolean;
}

/** One call of a command. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly terminal: Terminal;
  /** Aborted when the person interrupts; its reason is the name of the signal. */
  readonly signal: AbortSignal;
  readonly work: EvaluationWork;
  /** The folder `media`, with the styles and the script of our pages. */
  readonly media: string;
}

/** What a command found or did: as the one JSON document, and as text for people. */
export interface Outcome {
  readonly document: unknown;
  /** Bytes are written as they are; in text, what a terminal would obey is made visible, unless it is `styled`. */
  readonly text: string | Uint8Array;
  /** The text was made visible already, and then coloured. */
  readonly styled?: true;
  /** 0 where absent. */
  readonly exitCode?: number;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: Options;
  /** It asks before it changes something, unless `--yes`. */
  readonly asks?: true;
  readonly run: (call: Call) => Promise<Outcome>;
}
