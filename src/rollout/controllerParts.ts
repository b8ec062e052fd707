import type { Actor } from '../workspace/actor.js';
import type { VersionAt } from '../workspace/version.js';
import type { VersionFiles } from '../workspace/versionTree.js';
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
  readonly committed: (version: VersionAt, signal: AbortSignal) => Promise<VersionFiles>;
}

/** For what must not be cancelled half-way. */
export const uncancelled = new AbortController().signal;
