import type { ServedContent } from '../prompts/servedContent.js';
import type { VersionId } from '../workspace/version.js';
import type { Segment } from './strategy/strategy.js';

export type Arm = 'baseline' | 'candidate' | 'segment';

/** Shares of traffic are counted in these. */
export const wholeTraffic = 100_000;

/** Which version whom is served: the candidate to `share` of all units and to `share` of each segment, the baseline to the rest. */
export interface Split {
  readonly baseline: VersionId;
  readonly candidate?: {
    readonly version: VersionId;
    /** Of the units in no segment, in 1/100,000. */
    readonly share: number;
    readonly segments: readonly { readonly only: Segment; readonly share: number }[];
    /** The attribute that is hashed; with `salt` it decides who is in which arm, on every stage alike. */
    readonly unit: string;
    readonly salt: string;
  };
}

/** From where in the log a split was written, carried in the backend's metadata. */
export interface SplitOrigin {
  readonly prompt: string;
  readonly rollout: string;
  readonly seq: number;
  /** The head of the log before the intent of this write. */
  readonly head: string;
}

/** What the backend serves for one flag. */
export interface Served {
  /** Changes whenever the flag changes; what `apply` expects. */
  readonly revision: string;
  /** Absent where there is no such flag, or where it serves something that we did not write (`foreign`). */
  readonly split?: Split;
  /** The contents that go with the split, by version. */
  readonly contents: ReadonlyMap<VersionId, ServedContent>;
  readonly origin?: SplitOrigin;
  /** In words, what it serves instead. */
  readonly foreign?: string;
}

/** A flag as it should be. */
export interface Release {
  readonly split: Split;
  /** By version: at least those that the split names. */
  readonly contents: ReadonlyMap<VersionId, ServedContent>;
  readonly origin: SplitOrigin;
}

/** What would be written to a backend. */
export interface WritePreview {
  /** A sentence. */
  readonly summary: string;
  /** All of it as a unified diff, long contents abbreviated; empty where nothing changes. */
  readonly diff: string;
}

export interface Capabilities {
  readonly percentages: boolean;
  readonly segments: boolean;
  readonly content: boolean;
  readonly compareAndSet: boolean;
  readonly audit: boolean;
}

/** A flag engine that splits traffic. One file per system in `src/backends/traffic`. */
export interface TrafficBackend {
  /** What people call it: `flagd file flags.flagd.json`. */
  readonly label: string;
  readonly capabilities: Capabilities;
  /** @throws HumanError `unreachable` or `input` where it cannot be read */
  read(flag: string, signal: AbortSignal): Promise<Served>;
  /**
   * Writes the release and reads it back.
   * @param expected the revision that was read before; when the flag has moved since, nothing is written
   * @throws HumanError `conflict` where the flag has moved, `unreachable` where it could not be written or does not read back the same
   */
  apply(flag: string, release: Release, expected: string, signal: AbortSignal): Promise<Served>;
  /** What `apply` would write, for the person who confirms it. Writes nothing. */
  preview(flag: string, release: Release, signal: AbortSignal): Promise<WritePreview>;
}
