import type { Diagnostic } from '../../prompts/diagnostic.js';
import { parsePrompt } from '../../prompts/formats/index.js';
import type { PromptText } from '../../prompts/promptText.js';
import { parseCases } from './parseCases.js';

/** A file of cases, with what it must fit to. */
export interface CasesToCheck {
  /** With forward slashes, from the same place as the paths of the prompts. */
  readonly path: string;
  readonly text: string;
  /** The paths of all prompts; absent where they are not known yet. */
  readonly prompts?: readonly string[] | undefined;
  /** The prompt that the file names; absent where it cannot be read. */
  readonly prompt?: Pick<PromptText, 'path' | 'text'> | undefined;
}

/** What is wrong in a file of cases. Never throws. */
export function casesDiagnostics({ path, text, prompts, prompt }: CasesToCheck): readonly Diagnostic[] {
  const { variables } = prompt ? parsePrompt(prompt.path, prompt.text) : {};
  return parseCases(text, path, { ...(prompts && { prompts }), ...(variables && { variables }) }).diagnostics;
}
