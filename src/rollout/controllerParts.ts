import type { Actor } from '../workspace/actor.js';
import type { VersionId } from '../workspace/version.js';
import type { LogBranch } from './log/logBranch.js';
import type { Unlogged } from './log/unlogged.js';
import type { Observer } from './observe.js';

/** What moves in one environment are carried out with. */
export interface ControllerParts extends Omit<Observer, 'frozen'> {
  readonly environment: string;
  readonly log: LogBranch;
  readonly unlogged: Unlogged;
  readonly actor: (signal: AbortSignal) => Promise<Actor>;
  /** The committed content of a version. */
  readonly committed: (version: VersionId, signal: AbortSignal) => Promise<Uint8Array>;
}

/** For what must not be cancelled half-way. */
export const uncancelled = new AbortController().signal;
