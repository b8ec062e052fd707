import type { Environment, ProjectPrompt } from '../project/project.js';

/**
 * Remembers how far the log of a prompt goes.
 * @returns tells what was logged since then, in words; that an intent was confirmed is what everybody expects
 */
export async function loggedFromNow({ log }: Environment, { id }: ProjectPrompt): Promise<() => Promise<string[]>> {
  const eventsNow = async () => (await log.read()).prompts.get(id)?.events ?? [];
  const known = (await eventsNow()).length;
  return async () => {
    const events = await eventsNow();
    const isAnew = events.length < known; // a damaged log was put aside
    return events
      .slice(isAnew ? 0 : known)
      .filter(({ event }) => event.event !== 'confirm')
      .map(({ words }) => words);
  };
}
