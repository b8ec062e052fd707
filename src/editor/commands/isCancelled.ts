import { HumanError } from '../../prompts/humanError.js';

/** Whether something was thrown because a person cancelled. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof HumanError) return error.trouble === 'cancelled';
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}
