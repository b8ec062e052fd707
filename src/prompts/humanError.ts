/** What kind of trouble it was: the terminal turns it into its exit code, the editor into how it is shown. */
export type Trouble = 'refused' | 'input' | 'conflict' | 'unreachable' | 'cancelled';

/**
 * An error that a person is meant to read: what happened, to which prompt, what was and was not changed,
 * and what to do next. Everything else that is thrown is a defect of ours.
 */
export class HumanError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HumanError';
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
