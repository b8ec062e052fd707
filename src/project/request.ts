/** What a person asks of a prompt's rollout, from the editor or the terminal. */
export type Request =
  /** `version`: which one is released; absent: what is served, else the newest committed one. */
  | { readonly do: 'adopt'; readonly version?: string }
  /** `candidate`: absent, the newest committed version. */
  | { readonly do: 'start'; readonly candidate?: string; readonly reason?: string }
  | { readonly do: 'advance' | 'approve' | 'pause' | 'reapply' | 'takeover' }
  | { readonly do: 'abort' | 'revert'; readonly reason?: string }
  | { readonly do: 'resume' | 'override'; readonly reason: string }
  /** `until`: epoch milliseconds. */
  | { readonly do: 'extend'; readonly until: number; readonly reason: string };

export type RequestName = Request['do'];
