/** git ended with an error. Callers that expect one turn it into words for people; else it is a defect of ours. */
export class GitError extends Error {
  constructor(
    readonly args: readonly string[],
    /** Null where a signal ended git. */
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${args[0] ?? ''} ended with ${exitCode ?? 'a signal'}: ${stderr.trim() || 'no message'}`);
    this.name = 'GitError';
  }
}
