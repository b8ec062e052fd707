import type { Diagnostic } from '../diagnostic.js';
import type { PromptDocument } from '../promptDocument.js';
import { declareVariable, removeDeclaration } from './declarations.js';
import type { Fix } from './fix.js';
import { fixTitle } from './fixTitle.js';

/**
 * What would mend a diagnostic, the likeliest first.
 * @param prompt the document that it was found in; absent in files that are no prompts
 */
export function fixesOf({ code, range, replacement }: Diagnostic, prompt?: PromptDocument): readonly Fix[] {
  const fixes: Fix[] = [];
  if (replacement !== undefined) fixes.push({ title: fixTitle(replacement), range, text: replacement });
  if (!prompt) return fixes;
  const fix =
    code === 'undeclared-variable'
      ? declareVariable(prompt, prompt.source.slice(range.start, range.end))
      : code === 'unused-variable'
        ? removeDeclaration(prompt, range)
        : undefined;
  return fix ? [...fixes, fix] : fixes;
}
