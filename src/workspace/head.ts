import type { Git } from './git.js';

/** What is checked out; no commit while there is none yet. `shallow`: the clone leaves out where the history began. */
export interface Head {
  readonly head?: string;
  readonly shallow: boolean;
}

/** Reads what is checked out, as it is now. */
export async function readHead(git: Git, signal?: AbortSignal): Promise<Head> {
  const printed = await git.text(['rev-parse', '--is-shallow-repository', '--revs-only', 'HEAD^{commit}'], { signal });
  const [shallow, head] = printed.split('\n');
  return { ...(head && { head }), shallow: shallow === 'true' };
}
