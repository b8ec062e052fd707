import { HumanError } from '../prompts/humanError.js';
import type { PromptDocument } from '../prompts/promptDocument.js';
import type { PromptText } from '../prompts/promptText.js';
import type { PromptWork } from '../prompts/work/promptWork.js';

/** Longer prompts are parsed in the thread for prompts: here, they would hold up everything else. In characters. */
const maxHere = 100_000;

/** Understands a text; one that is refused says so in its diagnostics. @throws HumanError `cancelled` */
export async function parseText(
  work: PromptWork,
  { path, text }: Omit<PromptText, 'includes'>,
  signal?: AbortSignal,
): Promise<PromptDocument> {
  const { formatOf, parsePrompt } = await import('../prompts/formats/index.js');
  if (text.length <= maxHere) return parsePrompt(path, text);
  try {
    return await work.run('parse', { path, text }, signal);
  } catch (error) {
    if (!(error instanceof HumanError) || error.trouble === 'cancelled') throw error;
    const { unreadDocument } = await import('../prompts/formats/unreadDocument.js');
    return unreadDocument(formatOf(path).id, text, [
      { severity: 'error', code: 'refused', message: error.message, range: { start: 0, end: 1 } },
    ]);
  }
}
